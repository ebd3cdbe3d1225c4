import { createHash } from "node:crypto";
import { parseGoDuration } from "../shared/duration.js";
import type { DataPackSpec, NameStrategy } from "./schemas.js";

/** What a DataPack's name is computed from. */
export type DataPackContent = Pick<DataPackSpec, "type" | "names" | "expireTime">;

/**
 * Object name of a DataPack: users who ask for the same content get the same object.
 *
 * - `sha256-v1` (default): `dp-` and 40 hex digits of the SHA-256 of {@link canonicalDataPack}. Order and
 *   duplicates of names do not matter, nor how the duration is written.
 * - `sealos-md5`: what the web page of the catalogue computes: MD5 of the JSON list of its query's arguments. Order
 *   matters, the duration does not; one image's details are asked for with a bare name.
 *
 * @throws RangeError for a duration that the schema would have refused.
 */
export function dataPackName(content: DataPackContent, strategy: NameStrategy = "sha256-v1"): string {
  if (strategy === "sealos-md5") return createHash("md5").update(sealosQuery(content)).digest("hex");
  return `dp-${createHash("sha256").update(canonicalDataPack(content)).digest("hex").slice(0, 40)}`;
}

/** The text that `sha256-v1` hashes. Two packs want the same content for the same time exactly when it is equal. */
export function canonicalDataPack(content: DataPackContent): string {
  return JSON.stringify({
    v: 1,
    type: content.type,
    names: uniqueSorted(content.names),
    ttl: ttlSeconds(content.expireTime),
  });
}

/** Names without duplicates in byte order. */
export function uniqueSorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

/**
 * A DataPack's life in whole seconds; what is shorter than a second counts as one.
 * @throws RangeError when the text is no duration.
 */
export function ttlSeconds(expireTime: string): number {
  const parsed = parseGoDuration(expireTime);
  if (!parsed.ok) throw new RangeError(`expireTime "${expireTime}" ${parsed.reason}`);
  return Math.max(1, Math.floor(parsed.seconds));
}

function sealosQuery({ type, names }: DataPackContent): string {
  const [only] = names;
  return JSON.stringify(type === "detail" && names.length === 1 ? [only, type] : [names, type]);
}
