import { isObject } from "../shared/json.js";
import type { Problem } from "../shared/problem.js";
import { readDeclarations } from "./declarations.js";
import { dataPackProblems } from "./plan-data-packs.js";
import type { DataPackSpec } from "./schemas.js";

/** A DataPack that stands alone, and what is wrong with it. */
export interface DataPackFile {
  /** Undefined when it cannot be read. */
  readonly spec: DataPackSpec | undefined;
  readonly problems: readonly Problem[];
}

/** Reads one parsed document that holds a DataPack: a manifest, or only the spec as in a stack file. */
export function readDataPackFile(document: unknown): DataPackFile {
  const isManifest = isObject(document) && ("apiVersion" in document || "kind" in document);
  const { dataPacks, problems } = readDeclarations(
    isManifest ? { manifests: [{ where: "", document }] } : { dataPacks: { file: document } },
    "",
  );
  const [pack] = dataPacks;
  if (pack === undefined && problems.every(({ severity }) => severity === "warning")) {
    return { spec: undefined, problems: [{ path: "", reason: "holds no DataPack" }] };
  }
  const inside = problems.map((problem) => ({
    ...problem,
    path: problem.path.replace(/^dataPacks\.file\.?/, ""),
  }));
  const standing =
    pack === undefined
      ? []
      : dataPackProblems({ ...pack.spec, allowEmpty: isManifest || pack.spec.allowEmpty });
  return { spec: pack?.spec, problems: [...inside, ...standing] };
}
