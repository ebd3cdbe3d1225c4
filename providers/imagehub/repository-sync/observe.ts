import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { type CatalogueImage, readCatalogueImage } from "../../../model/imagehub/catalogue-image.js";
import { API_VERSION, GROUP, KINDS, LABELS, VERSION } from "../../../model/imagehub/constants.js";
import { parseRepositoryName, type RepositoryName } from "../../../model/imagehub/image-name.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";

/** A repository's surroundings in the cluster, as far as they are aggregated. */
export interface Surroundings {
  readonly name: RepositoryName;
  readonly organization: KubeObject | undefined;
  readonly repository: KubeObject | undefined;
  /** Images of the repository that stay, whoever made them. */
  readonly images: readonly { readonly object: KubeObject; readonly image: CatalogueImage }[];
  /** `spec.name` of the organization's repositories that stay. */
  readonly repositories: readonly string[];
}

/**
 * Reads what one aggregation needs. The organization is read before its repositories, so that its version tells
 * whether another aggregation has come in between.
 *
 * @param leaving object names of images that this stack is about to delete
 */
export async function observe(
  client: KubernetesClient,
  repositoryName: string,
  leaving: ReadonlySet<string> = new Set(),
): Promise<Surroundings> {
  const name = parsed(repositoryName);
  const ofOrganization = `${LABELS.organization}=${name.organization}`;
  const [organization, repository] = await Promise.all([
    client.get({ apiVersion: API_VERSION, kind: KINDS.organization, name: name.organization }),
    client.get({ apiVersion: API_VERSION, kind: KINDS.repository, name: name.objectName }),
  ]);
  const [repositories, images] = await Promise.all([
    client.list(
      { group: GROUP, version: VERSION, kind: KINDS.repository },
      { labelSelector: ofOrganization },
    ),
    client.list(
      { group: GROUP, version: VERSION, kind: KINDS.image },
      { labelSelector: `${ofOrganization},${LABELS.repository}=${name.repository}` },
    ),
  ]);
  return {
    name,
    organization,
    repository,
    images: images.items.filter(stays).flatMap((object) => {
      const image = readCatalogueImage(object);
      return image === undefined || leaving.has(image.metaName) ? [] : [{ object, image }];
    }),
    repositories: repositories.items.filter(stays).flatMap((object) => specName(object) ?? []),
  };
}

function parsed(name: string): RepositoryName {
  const result = parseRepositoryName(name);
  if (result.ok) return result.repository;
  throw new Failure({ what: result.problems.map(({ reason }) => reason).join("; "), where: name });
}

function stays(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp === undefined;
}

function specName(object: KubeObject): string | undefined {
  const name = isObject(object["spec"]) ? object["spec"]["name"] : undefined;
  return typeof name === "string" ? name : undefined;
}
