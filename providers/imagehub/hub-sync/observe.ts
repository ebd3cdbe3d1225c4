import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { type CatalogueImage, readCatalogueImage } from "../../../model/imagehub/catalogue-image.js";
import { GROUP, KINDS, LABELS, VERSION } from "../../../model/imagehub/constants.js";
import { parseRepositoryName, type RepositoryName } from "../../../model/imagehub/image-name.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import type { Leaving } from "../hub-sync.js";

/** Annotation on a Repository with the instance token of the resource that keeps its status. */
export const SYNCED_BY_ANNOTATION = "imagehub.groundplan.dev/synced-by";

/** An Image with what is read of it. */
export interface FoundImage {
  readonly object: KubeObject;
  readonly image: CatalogueImage;
}

/** One repository as it is in the cluster. */
export interface FoundRepository {
  readonly name: RepositoryName;
  /** Undefined when it does not exist. */
  readonly object: KubeObject | undefined;
  readonly organization: KubeObject | undefined;
  /** Images of the repository that stay, whoever made them. */
  readonly images: readonly FoundImage[];
}

/** One organization as it is in the cluster. */
export interface FoundOrganization {
  readonly name: string;
  readonly object: KubeObject | undefined;
  /** `spec.name` of its repositories that stay. */
  readonly repositories: readonly string[];
}

/** A hub in the cluster, as far as it is aggregated. */
export interface FoundHub {
  readonly repositories: readonly FoundRepository[];
  /** Repositories that bear the token but are not asked for any more. */
  readonly dropped: readonly FoundRepository[];
  readonly organizations: readonly FoundOrganization[];
  /** Names of leaving repositories that another aggregation has taken over. */
  readonly takenOver: readonly string[];
}

/** What is looked for. */
export interface Sought {
  /** `organization/repository` each. */
  readonly repositories: readonly string[];
  /** Besides those of the repositories. */
  readonly organizations: readonly string[];
  readonly leaving: Leaving;
  /** Instance token of the aggregation. */
  readonly token: string;
}

/**
 * Reads what an aggregation needs, with one list a kind. Organizations are read before their repositories, so that
 * their versions tell whether another aggregation has come in between.
 */
export async function observe(client: KubernetesClient, sought: Sought): Promise<FoundHub> {
  const organizations = await everyOf(client, KINDS.organization);
  const repositories = await everyOf(client, KINDS.repository);
  const wanted = sought.repositories.map(parsed);
  const asked = new Set(sought.repositories);
  const marks = new Map(
    repositories.flatMap((object): [string, string | undefined][] => {
      const name = specName(object);
      return name === undefined ? [] : [[name, object.metadata.annotations?.[SYNCED_BY_ANNOTATION]]];
    }),
  );
  const droppedNames = [...marks]
    .filter(([name, mark]) => mark === sought.token && !asked.has(name))
    .map(([name]) => parsed(name));
  const involved = new Set([
    ...sought.organizations,
    ...[...wanted, ...droppedNames].map(({ organization }) => organization),
  ]);
  const images = await imagesByRepository(client, involved, new Set(sought.leaving.images));
  const byName = (objects: readonly KubeObject[], name: string) =>
    objects.find(({ metadata }) => metadata.name === name);
  const found = (name: RepositoryName): FoundRepository => ({
    name,
    object: byName(repositories, name.objectName),
    organization: byName(organizations, name.organization),
    images: images.get(name.name) ?? [],
  });
  // One that has lost its mark to an earlier attempt goes all the same; one that bears another's mark stays.
  const goes = new Set([
    ...droppedNames.map(({ name }) => name),
    ...sought.leaving.repositories.filter((name) => marks.get(name) === undefined),
  ]);
  const staying = repositories.filter((object) => stays(object) && !goes.has(specName(object) ?? ""));
  return {
    repositories: wanted.map(found),
    dropped: droppedNames.map(found),
    organizations: [...involved].sort().map((name) => ({
      name,
      object: byName(organizations, name),
      repositories: staying
        .filter(({ metadata }) => metadata.labels?.[LABELS.organization] === name)
        .flatMap((object) => specName(object) ?? []),
    })),
    takenOver: sought.leaving.repositories.filter((name) => {
      const mark = marks.get(name);
      return mark !== undefined && mark !== sought.token;
    }),
  };
}

async function everyOf(client: KubernetesClient, kind: string): Promise<readonly KubeObject[]> {
  return (await client.list({ group: GROUP, version: VERSION, kind })).items;
}

/** By `organization/repository`, which their labels tell. */
async function imagesByRepository(
  client: KubernetesClient,
  organizations: ReadonlySet<string>,
  leaving: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly FoundImage[]>> {
  const found = new Map<string, FoundImage[]>();
  if (organizations.size === 0) return found;
  const { items } = await client.list(
    { group: GROUP, version: VERSION, kind: KINDS.image },
    { labelSelector: `${LABELS.organization} in (${[...organizations].sort().join(",")})` },
  );
  for (const object of items.filter(stays)) {
    const image = readCatalogueImage(object);
    if (image === undefined || leaving.has(image.metaName)) continue;
    const labels = object.metadata.labels ?? {};
    const name = `${labels[LABELS.organization] ?? ""}/${labels[LABELS.repository] ?? ""}`;
    const siblings = found.get(name) ?? [];
    found.set(name, siblings);
    siblings.push({ object, image });
  }
  return found;
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
