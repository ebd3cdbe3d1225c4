import { createHmac } from "node:crypto";
import { canonicalJson, isObject, type JsonValue } from "../../../model/shared/json.js";
import type { KubeObject, ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { normaliseForComparison } from "../../../model/workspace/compare/normalise.js";
import { isSecret } from "../../../model/workspace/compare/secret-data.js";
import { pack, unpack } from "./packed.js";
import { parseObject } from "./targets.js";

/** What was declared last, by key; Secrets and hooks of no phase are not among it. */
export type AppliedObjects = ReadonlyMap<ObjectKey, KubeObject>;

/** Packs objects, all but Secrets. */
export function packApplied(objects: ReadonlyMap<ObjectKey, KubeObject>): string {
  const texts: Record<ObjectKey, string> = {};
  for (const [key, object] of objects) {
    if (!isSecret(object)) texts[key] = JSON.stringify(object);
  }
  return pack(texts);
}

/** Reads what {@link packApplied} wrote. */
export function readApplied(text: string): AppliedObjects {
  const value = unpack(text);
  const objects = new Map<ObjectKey, KubeObject>();
  for (const [key, member] of Object.entries(isObject(value) ? value : {})) {
    const parsed = typeof member === "string" ? parseObject(member) : undefined;
    if (parsed?.ok === true) objects.set(key, parsed.object);
  }
  return objects;
}

/**
 * HMACs of a Secret's values by data key, in the form in which a server stores them, so that a read can tell which
 * of them was changed without the state knowing any.
 */
export function secretDigest(secret: KubeObject, token: string): Record<string, string> {
  const { data } = normaliseForComparison(secret);
  return Object.fromEntries(
    Object.entries(isObject(data) ? data : {}).map(([field, value]) => [field, hmac(value, token)]),
  );
}

function hmac(value: unknown, token: string): string {
  // What a manifest or an API server holds is JSON.
  return createHmac("sha256", token)
    .update(canonicalJson(value as JsonValue))
    .digest("base64")
    .slice(0, 22);
}
