import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { CODES } from "../../../model/imagehub/constants.js";
import { expiresAt, isExpired } from "../../../model/imagehub/datapack-expiry.js";
import { canonicalDataPack, type DataPackContent } from "../../../model/imagehub/datapack-name.js";
import { dataPackSpec } from "../../../model/imagehub/schemas.js";
import { canonicalJson, isObject, type JsonObject } from "../../../model/shared/json.js";
import { createHash } from "node:crypto";

/** Annotation with the RFC 3339 time at which the data were collected; in direct mode a pack's life begins there. */
export const COLLECTED_ANNOTATION = "imagehub.groundplan.dev/collected-at";
/** Annotation with the RFC 3339 time at which the data expire, for sweeps that read metadata only. */
export const EXPIRES_ANNOTATION = "imagehub.groundplan.dev/expires-at";
/** Annotation with the SHA-256 of the canonical data that were written. */
export const SOURCE_HASH_ANNOTATION = "imagehub.groundplan.dev/source-hash";

/** A data pack as the cluster has it, whoever wrote it. */
export interface FoundPack {
  readonly object: KubeObject;
  /** Undefined when the specification is none that could have been declared. */
  readonly content: DataPackContent | undefined;
  readonly codes: number;
  readonly datas: JsonObject;
  readonly missing: readonly string[];
  /** SHA-256 of the data as they are. */
  readonly sourceHash: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** RFC 3339; the creation when the duration cannot be read. */
  readonly expiresAt: string;
  readonly terminating: boolean;
}

/** Reads a DataPack object; what has a wrong type counts as absent. */
export function readPack(object: KubeObject): FoundPack {
  const spec = dataPackSpec.safeParse(object["spec"] ?? {});
  const content = spec.success ? spec.data : undefined;
  const status = isObject(object["status"]) ? object["status"] : {};
  // What an API server answers was parsed from JSON.
  const datas = (isObject(status["datas"]) ? status["datas"] : {}) as JsonObject;
  const createdAt = object.metadata.creationTimestamp ?? "";
  const begun = object.metadata.annotations?.[COLLECTED_ANNOTATION] ?? createdAt;
  return {
    object,
    content,
    codes: typeof status["codes"] === "number" ? status["codes"] : CODES.notRun,
    datas,
    missing: Object.keys(datas)
      .filter((name) => isObject(datas[name]) && Object.keys(datas[name]).length === 0)
      .sort(),
    sourceHash: createHash("sha256").update(canonicalJson(datas)).digest("hex"),
    createdAt,
    expiresAt: (content === undefined ? undefined : expiresAt(begun, content.expireTime)) ?? createdAt,
    terminating: object.metadata.deletionTimestamp !== undefined,
  };
}

/** Whether the object asks for the same images in the same form for the same time. */
export function hasContent(found: FoundPack, content: DataPackContent): boolean {
  return found.content !== undefined && canonicalDataPack(found.content) === canonicalDataPack(content);
}

/** Whether a pack's time is over. @param now Milliseconds since the epoch. */
export function isOver(found: FoundPack, now: number): boolean {
  const begun = found.object.metadata.annotations?.[COLLECTED_ANNOTATION] ?? found.createdAt;
  return isExpired(begun, found.content?.expireTime ?? "", now);
}

/** Whether the data are those that groundplan wrote; data of others are believed. */
export function isUntouched(found: FoundPack): boolean {
  const written = found.object.metadata.annotations?.[SOURCE_HASH_ANNOTATION];
  return written === undefined || written === found.sourceHash;
}
