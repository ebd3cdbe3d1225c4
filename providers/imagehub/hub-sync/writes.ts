import { refOf } from "../../../clients/kubernetes/objects.js";
import type { KubernetesClient, KubeObject, OwnerReference } from "../../../clients/kubernetes/types.js";
import {
  keywordLabelChanges,
  keywordLabelPatch,
  ORGANIZATION_STATUS_FIELDS,
  organizationStatus,
  REPOSITORY_STATUS_FIELDS,
  repositoryStatus,
} from "../../../model/imagehub/aggregate.js";
import { isObject, type JsonObject } from "../../../model/shared/json.js";
import { mergeDifference } from "../merge-difference.js";
import { type FoundOrganization, type FoundRepository, SYNCED_BY_ANNOTATION } from "./observe.js";
import { controllerReference, withOwner } from "./owner-references.js";

/** Merge patches of one object, in the order in which they are written. */
export interface Write {
  readonly object: KubeObject;
  readonly patches: readonly (
    | { readonly metadata: Readonly<Record<string, unknown>> }
    | { readonly status: Readonly<Record<string, unknown>> }
  )[];
}

/**
 * What is missing for a repository to be as its images say; what is right already is not among it.
 *
 * @param own object names of this stack's images; those of other tools count as tags and stay their makers'
 */
export function repositoryWrites(
  repository: KubeObject,
  organization: KubeObject,
  { name, images }: FoundRepository,
  own: ReadonlySet<string>,
  token: string,
): Write[] {
  const known = images.map(({ image }) => image);
  const { annotations = {}, labels = {} } = repository.metadata;
  return [
    write(repository, [
      ...metadataPatch({
        labels: keywordLabelPatch(keywordLabelChanges(labels, known)),
        annotations: annotations[SYNCED_BY_ANNOTATION] === token ? {} : { [SYNCED_BY_ANNOTATION]: token },
        ...owned(repository, controllerReference(organization)),
      }),
      ...statusPatch(repository, REPOSITORY_STATUS_FIELDS, repositoryStatus(name.name, known)),
    ]),
    ...images
      .filter(({ image }) => own.has(image.metaName))
      .map(({ object }) => write(object, metadataPatch(owned(object, controllerReference(repository))))),
  ].flat();
}

/** What is missing for an organization to list its repositories. */
export function organizationWrites(object: KubeObject, { name, repositories }: FoundOrganization): Write[] {
  const wanted = organizationStatus(name, repositories);
  return write(object, statusPatch(object, ORGANIZATION_STATUS_FIELDS, wanted));
}

/**
 * Takes back what was aggregated into a repository that may outlive its aggregation. The mark goes last, since it is
 * by the mark that a repetition knows the repository.
 */
export function withdrawal(repository: KubeObject): Write[] {
  const { labels = {} } = repository.metadata;
  return write(repository, [
    ...statusPatch(repository, REPOSITORY_STATUS_FIELDS, {}),
    ...metadataPatch({
      labels: keywordLabelPatch(keywordLabelChanges(labels, [])),
      annotations: { [SYNCED_BY_ANNOTATION]: null },
    }),
  ]);
}

/**
 * Carries writes out. Each patch names the version it is based on.
 *
 * @throws KubeError Conflict when somebody else wrote since the object was read
 */
export async function carryOut(client: KubernetesClient, writes: readonly Write[]): Promise<void> {
  await Promise.all(
    writes.map(async ({ object, patches }) => {
      let { resourceVersion } = object.metadata;
      for (const patch of patches) {
        const { metadata: written } = await client.patch(
          refOf(object),
          "status" in patch
            ? { metadata: { resourceVersion }, status: patch.status }
            : { metadata: { resourceVersion, ...patch.metadata } },
          { type: "merge", ...("status" in patch ? { subresource: "status" as const } : {}) },
        );
        resourceVersion = written.resourceVersion;
      }
    }),
  );
}

function write(object: KubeObject, patches: Write["patches"]): Write[] {
  return patches.length === 0 ? [] : [{ object, patches }];
}

/** Only the aggregation's own fields: a status may hold others' facts, such as a registry's download count. */
function statusPatch(object: KubeObject, fields: readonly string[], wanted: JsonObject): Write["patches"] {
  const status = object["status"];
  const own = isObject(status)
    ? Object.fromEntries(Object.entries(status).filter(([field]) => fields.includes(field)))
    : {};
  const difference = mergeDifference(own, wanted);
  return difference === undefined ? [] : [{ status: difference }];
}

interface MetadataChanges {
  readonly labels?: Readonly<Record<string, string | null>>;
  readonly annotations?: Readonly<Record<string, string | null>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

function metadataPatch({
  labels = {},
  annotations = {},
  ownerReferences,
}: MetadataChanges): Write["patches"] {
  const metadata = {
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
  };
  return Object.keys(metadata).length === 0 ? [] : [{ metadata }];
}

function owned(object: KubeObject, owner: OwnerReference): Pick<MetadataChanges, "ownerReferences"> {
  const ownerReferences = withOwner(object, owner);
  return ownerReferences === undefined ? {} : { ownerReferences };
}
