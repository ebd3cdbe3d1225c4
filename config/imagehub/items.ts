import type { PlannedCatalogue } from "../../model/imagehub/catalogue-types.js";
import type { ResolvePolicy } from "../../model/imagehub/schemas.js";
import type { Problem } from "../../model/shared/problem.js";
import type { Item } from "../references/check.js";

const SYSTEM = "imagehub";
/** Outputs that an image has only when its tag is looked up in a registry. */
const RESOLVED_OUTPUTS = [
  "digest",
  "pinned",
  "pinnedWithTag",
  "mediaType",
  "signed",
  "ID",
  "arch",
  "size",
  "creatTime",
];

/**
 * What references may name: organizations and repositories by their names, images by `org/repo:tag`, data packs by
 * id. The unnamed item is the hub itself, which everything else is created after.
 */
export function catalogueItems(catalogue: PlannedCatalogue, hubResolve: ResolvePolicy): readonly Item[] {
  const hub = { path: SYSTEM };
  const images = catalogue.images.map((image) => image.name);
  return [
    item(hub, "", [], []),
    ...catalogue.organizations.map((one) => item(one, one.name, [""], ["objectName"])),
    ...catalogue.repositories.map((one) => item(one, one.name, [one.organization], ["objectName"])),
    ...catalogue.images.map((one) => {
      const resolved = (one.resolve ?? hubResolve) !== "off";
      return item(one, one.name, [one.repositoryName], ["objectName", ...(resolved ? RESOLVED_OUTPUTS : [])]);
    }),
    ...catalogue.dataPacks.map((one) => {
      const names = one.spec.names.length > 0 ? one.spec.names : images;
      return item(one, one.id, names, ["objectName", "codes"]);
    }),
  ];
}

/** Data packs whose id is an organization's name: references could not tell the two apart. */
export function ambiguousIds({ organizations, dataPacks }: PlannedCatalogue): readonly Problem[] {
  return dataPacks.flatMap(({ id, path }) => {
    const twin = organizations.find(({ name }) => name === id);
    if (twin === undefined) return [];
    const reason = `"${id}" is also the name of an organization (${twin.path}); references could not tell them apart`;
    return [{ path, reason, fix: "give the data pack another id" }];
  });
}

function item(
  planned: { readonly path: string; readonly derived?: boolean },
  id: string,
  after: readonly string[],
  outputs: readonly string[],
): Item {
  const declared = planned.derived === true ? {} : { path: planned.path };
  return { system: SYSTEM, id, after, outputs, ...declared };
}
