import { canonicalJson, type JsonObject, type JsonValue } from "../../shared/json.js";
import { asJson } from "../compare/as-json.js";
import { isJsonArray, isJsonObject } from "./json-shape.js";
import type { ManifestFile } from "./manifest-file.js";
import { allManifests, hasKind, manifestsIn } from "./manifests.js";
import type { RenderCache } from "./render-cache.js";

/** Raise it when the same files are to be read as other objects: what was kept before then counts no more. */
export const CACHE_GENERATION = 1;

/**
 * The objects that were made before from the same things, else those that are made now. Reading YAML takes longer than
 * everything else that rendering plain files does.
 *
 * @param madeFrom All that the objects follow from.
 */
export async function keptManifests(
  cache: RenderCache,
  madeFrom: JsonObject,
  make: () => Promise<ManifestFile>,
): Promise<ManifestFile> {
  const key = canonicalJson({ ...madeFrom, generation: CACHE_GENERATION });
  const known = await cache.get(key);
  const kept = known === undefined ? undefined : unpack(asJson(JSON.parse(known)));
  if (kept !== undefined) return kept;
  const made = await make();
  if (made.problems.length === 0) await cache.put(key, pack(made));
  return made;
}

function pack({ manifests, warnings }: ManifestFile): string {
  return JSON.stringify({
    manifests: manifests.map(({ object, where }) => [where, object]),
    warnings: warnings.map(({ path, reason }) => [path, reason]),
  });
}

function unpack(packed: JsonValue): ManifestFile | undefined {
  if (!isJsonObject(packed)) return undefined;
  const { manifests, warnings } = packed;
  if (!isJsonArray(manifests) || !isJsonArray(warnings)) return undefined;
  const found = manifests.map((entry) => {
    const [where, object] = isJsonArray(entry) ? entry : [];
    return typeof where === "string" && object !== undefined && hasKind(object)
      ? manifestsIn(object, where)
      : undefined;
  });
  const complete = found.filter((each) => each !== undefined);
  if (complete.length < found.length) return undefined;
  return {
    ...allManifests(complete),
    warnings: warnings.flatMap((entry) => {
      const [path, reason] = isJsonArray(entry) ? entry : [];
      const isWarning = typeof path === "string" && typeof reason === "string";
      return isWarning ? [{ path, reason, severity: "warning" as const }] : [];
    }),
  };
}
