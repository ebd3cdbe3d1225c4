import type { Problem } from "../shared/problem.js";
import { readCatalogueImage } from "./catalogue-image.js";
import type { PlannedDataPack, PlannedImage } from "./catalogue-types.js";
import { LIMITS } from "./constants.js";
import { fieldPath, type DeclaredDataPack } from "./declarations.js";
import { collectDataPack, dataPackSize } from "./datapack.js";
import { canonicalDataPack, dataPackName, ttlSeconds, uniqueSorted } from "./datapack-name.js";
import { parseImageName } from "./image-name.js";
import { imageObject } from "./objects.js";
import type { DataPackSpec } from "./schemas.js";

/** DataPacks, and what is wrong. */
export interface PlannedDataPacks {
  readonly planned: readonly PlannedDataPack[];
  readonly problems: readonly Problem[];
}

/** The controller looks at expiry this often, in seconds. */
const CONTROLLER_GRANULARITY = 60;

/** Names each DataPack by its content and checks what it asks for. */
export function planDataPacks(
  declared: readonly DeclaredDataPack[],
  images: readonly PlannedImage[],
): PlannedDataPacks {
  const escaped = new Set(images.map(({ name }) => name));
  const planned: PlannedDataPack[] = [];
  const problems: Problem[] = [];
  for (const declaration of declared) {
    problems.push(
      ...nameProblems(declaration, escaped),
      ...emptinessProblems(declaration),
      ...lifeProblems(declaration),
      ...sizeProblems(declaration, images),
    );
    const spec = normaliseDataPack(declaration.spec);
    const pack = {
      id: declaration.id,
      objectName: spec.name ?? dataPackName(spec, spec.nameStrategy),
      spec,
      path: declaration.path,
      labels: declaration.manifest?.labels ?? {},
      annotations: declaration.manifest?.annotations ?? {},
    };
    problems.push(...sharedNameProblems(pack, planned));
    planned.push(pack);
  }
  return { planned, problems };
}

/** The form in which equal packs are equal: names sorted and without duplicates, unless their order is the name. */
export function normaliseDataPack(spec: DataPackSpec): DataPackSpec {
  return spec.nameStrategy === "sealos-md5" ? spec : { ...spec, names: uniqueSorted(spec.names) };
}

/** Faults of a DataPack that stands alone; paths are below the DataPack. */
export function dataPackProblems(spec: DataPackSpec): readonly Problem[] {
  const declaration = { spec, id: "", path: "", specPath: "" };
  return [
    ...nameProblems(declaration, new Set()),
    ...emptinessProblems(declaration),
    ...lifeProblems(declaration),
  ];
}

/** @param declared Names of declared images, which may have tags that only `tagEncoding: escape` allows. */
function nameProblems(declaration: DeclaredDataPack, declared: ReadonlySet<string>): readonly Problem[] {
  return declaration.spec.names.flatMap((name, index) => {
    if (declared.has(name)) return [];
    const parsed = parseImageName(name);
    if (parsed.ok) return [];
    return parsed.problems.map((problem) => ({ ...problem, path: fieldPath(declaration, "names", index) }));
  });
}

function emptinessProblems(declaration: DeclaredDataPack): readonly Problem[] {
  if (declaration.spec.names.length > 0 || declaration.spec.allowEmpty) return [];
  const problem = {
    path: fieldPath(declaration, "names"),
    reason: "names no image, so the DataPack would be empty",
  };
  return declaration.manifest === undefined
    ? [{ ...problem, fix: "name images, or set allowEmpty: true" }]
    : [{ ...problem, severity: "warning" }];
}

function lifeProblems(declaration: DeclaredDataPack): readonly Problem[] {
  if (ttlSeconds(declaration.spec.expireTime) >= CONTROLLER_GRANULARITY) return [];
  const reason = `is below ${CONTROLLER_GRANULARITY} s, which is how often the imagehub controller looks`;
  return [{ path: fieldPath(declaration, "expireTime"), reason, severity: "warning" }];
}

function sizeProblems(declaration: DeclaredDataPack, images: readonly PlannedImage[]): readonly Problem[] {
  const { type, names } = declaration.spec;
  const wanted = new Set(names);
  const known = images
    .filter(({ name }) => wanted.has(name))
    .map((image) => readCatalogueImage(imageObject(image)));
  const { datas } = collectDataPack({
    type,
    names,
    images: known.filter((image) => image !== undefined),
    repositories: [],
  });
  const size = dataPackSize(datas);
  if (size < LIMITS.object) return [];
  const reason = `would collect about ${size} bytes; clusters store objects below ${LIMITS.object}`;
  return [{ path: fieldPath(declaration, "names"), reason, fix: "split it into several DataPacks" }];
}

function sharedNameProblems(pack: PlannedDataPack, earlier: readonly PlannedDataPack[]): readonly Problem[] {
  const other = earlier.find(({ objectName }) => objectName === pack.objectName);
  if (other === undefined) return [];
  if (canonicalDataPack(other.spec) === canonicalDataPack(pack.spec)) {
    const reason = `asks for the same as ${other.path}; both share the object "${pack.objectName}"`;
    return [{ path: pack.path, reason, severity: "warning" }];
  }
  const reason = `has other content than ${other.path}, but the same object name "${pack.objectName}"`;
  return [{ path: pack.path, reason, fix: "name one of them differently, or give them the same content" }];
}
