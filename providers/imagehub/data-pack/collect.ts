import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { repositoryStatus } from "../../../model/imagehub/aggregate.js";
import { type CatalogueImage, readCatalogueImage } from "../../../model/imagehub/catalogue-image.js";
import { GROUP, KINDS, LABELS, LIMITS, VERSION } from "../../../model/imagehub/constants.js";
import {
  type CatalogueRepository,
  collectDataPack,
  type DataPackResult,
  dataPackSize,
} from "../../../model/imagehub/datapack.js";
import { parseImageName } from "../../../model/imagehub/image-name.js";
import type { DataPackSpec } from "../../../model/imagehub/schemas.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";

/**
 * Collects a data pack's data from the Images and Repositories that bear the labels, as the controller does.
 *
 * @throws Failure with the estimate when the pack would be too large for an object
 */
export async function collect(
  client: KubernetesClient,
  { type, names }: Pick<DataPackSpec, "type" | "names">,
): Promise<DataPackResult> {
  const labelSelector = selectorFor(names);
  if (labelSelector === undefined) return collectDataPack({ type, names, images: [], repositories: [] });
  const [images, repositories] = await Promise.all([
    client.list({ group: GROUP, version: VERSION, kind: KINDS.image }, { labelSelector }),
    type === "detail"
      ? client.list({ group: GROUP, version: VERSION, kind: KINDS.repository }, { labelSelector })
      : { items: [] },
  ]);
  const known = images.items.flatMap((object) => readCatalogueImage(object) ?? []);
  const result = collectDataPack({
    type,
    names,
    images: known,
    repositories: repositories.items.flatMap((object) => repositoryOf(object, known)),
  });
  refuseTooLarge(result, names);
  return result;
}

/** Selects the repositories of the names; the API server cannot select pairs, so a few more may come. */
function selectorFor(names: readonly string[]): string | undefined {
  const parsed = names.flatMap((name) => {
    const result = parseImageName(name, { tagEncoding: "escape" });
    return result.ok ? [result.image] : [];
  });
  if (parsed.length === 0) return undefined;
  const organizations = [...new Set(parsed.map(({ organization }) => organization))].sort();
  const repositories = [...new Set(parsed.map(({ repository }) => repository))].sort();
  return `${LABELS.organization} in (${organizations.join(",")}),${LABELS.repository} in (${repositories.join(",")})`;
}

/**
 * A Repository as data packs show it. Its tags are computed and not read, since a status may lag behind the images
 * while a stack is being made.
 */
function repositoryOf(object: KubeObject, images: readonly CatalogueImage[]): CatalogueRepository[] {
  const name = isObject(object["spec"]) ? object["spec"]["name"] : undefined;
  if (typeof name !== "string") return [];
  const own = images.filter((image) => image.name.startsWith(`${name}:`));
  const count = isObject(object["status"]) ? object["status"]["downloadCount"] : undefined;
  return [
    {
      name,
      tags: repositoryStatus(name, own).tags,
      ...(typeof count === "number" ? { downloadCount: count } : {}),
    },
  ];
}

function refuseTooLarge(result: DataPackResult, names: readonly string[]): void {
  const size = dataPackSize(result.datas);
  if (size <= LIMITS.object) return;
  throw new Failure({
    what: `the data of ${names.length} images would take ${size} bytes; an object holds at most ${LIMITS.object}`,
    next: "Split the names over several data packs (the catalogue's page asks for ten at a time), or choose type grid, which leaves the docs out",
  });
}
