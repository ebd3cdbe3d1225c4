import type { KubernetesClient, KubeObject, OwnerReference } from "../../../clients/kubernetes/types.js";
import {
  keywordLabelChanges,
  keywordLabelPatch,
  organizationStatus,
  repositoryStatus,
} from "../../../model/imagehub/aggregate.js";
import { Failure } from "../../../model/shared/errors.js";
import type { JsonObject } from "../../../model/shared/json.js";
import { mergeDifference } from "../merge-difference.js";
import { refOf } from "../../../clients/kubernetes/objects.js";
import type { Surroundings } from "./observe.js";
import { controllerReference, withOwner } from "./owner-references.js";

/** Annotation on a Repository with the instance token of the resource that keeps its status. */
export const SYNCED_BY_ANNOTATION = "imagehub.groundplan.dev/synced-by";

/**
 * Writes what the images say onto the repository and its organization; what is right already is not written. Each
 * write names the version it is based on.
 *
 * @param own object names of this stack's images; those of other tools count as tags and stay their makers'
 * @throws KubeError Conflict when somebody else wrote since the surroundings were observed
 */
export async function apply(
  client: KubernetesClient,
  surroundings: Surroundings,
  own: ReadonlySet<string>,
  token: string,
): Promise<void> {
  const { name, organization, repository, images, repositories } = surroundings;
  if (organization === undefined) throw missing("Organization", name.organization);
  if (repository === undefined) throw missing("Repository", name.objectName);
  const known = images.map(({ image }) => image);

  const marked = await writeMetadata(client, repository, {
    labels: keywordLabelPatch(keywordLabelChanges(repository.metadata.labels ?? {}, known)),
    ...(repository.metadata.annotations?.[SYNCED_BY_ANNOTATION] === token
      ? {}
      : { annotations: { [SYNCED_BY_ANNOTATION]: token } }),
    ...owned(repository, controllerReference(organization)),
  });
  const ownImages = images.filter(({ image }) => own.has(image.metaName));
  await Promise.all(
    ownImages.map(({ object }) =>
      writeMetadata(client, object, owned(object, controllerReference(repository))),
    ),
  );
  await writeStatus(client, marked, repositoryStatus(name.name, known));
  await writeStatus(client, organization, organizationStatus(name.organization, repositories));
}

/**
 * Takes back what {@link apply} wrote, from a repository that outlives its aggregation. The mark goes last, since it
 * is by the mark that a repetition knows the repository.
 */
export async function withdraw(client: KubernetesClient, surroundings: Surroundings): Promise<void> {
  const { name, organization, repository, repositories } = surroundings;
  if (organization !== undefined) {
    const others = repositories.filter((other) => other !== name.name);
    await writeStatus(client, organization, organizationStatus(name.organization, others));
  }
  if (repository === undefined) return;
  const emptied = await writeStatus(client, repository, {});
  await writeMetadata(client, emptied, {
    labels: keywordLabelPatch(keywordLabelChanges(repository.metadata.labels ?? {}, [])),
    annotations: { [SYNCED_BY_ANNOTATION]: null },
  });
}

/** Merges changes into a status; keys that are absent from `wanted` go. */
async function writeStatus(
  client: KubernetesClient,
  object: KubeObject,
  wanted: JsonObject,
): Promise<KubeObject> {
  const status = mergeDifference(object["status"] ?? {}, wanted);
  if (status === undefined) return object;
  const { resourceVersion } = object.metadata;
  return client.patch(
    refOf(object),
    { metadata: { resourceVersion }, status },
    { type: "merge", subresource: "status" },
  );
}

interface MetadataChanges {
  readonly labels?: Readonly<Record<string, string | null>>;
  readonly annotations?: Readonly<Record<string, string | null>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

async function writeMetadata(
  client: KubernetesClient,
  object: KubeObject,
  changes: MetadataChanges,
): Promise<KubeObject> {
  const metadata = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => Object.keys(value as object).length > 0),
  );
  if (Object.keys(metadata).length === 0) return object;
  const { resourceVersion } = object.metadata;
  return client.patch(refOf(object), { metadata: { resourceVersion, ...metadata } }, { type: "merge" });
}

function owned(object: KubeObject, owner: OwnerReference): Pick<MetadataChanges, "ownerReferences"> {
  const ownerReferences = withOwner(object, owner);
  return ownerReferences === undefined ? {} : { ownerReferences };
}

function missing(kind: string, name: string): Failure {
  return new Failure({
    what: "does not exist, so there is nothing to aggregate images into",
    where: `${kind} ${name}`,
    next: `Declare the ${kind.toLowerCase()} before its images, or run \`pulumi refresh\` if it was deleted by hand`,
  });
}
