import { isObject } from "../../../model/shared/json.js";
import { type KubeObject, objectKey, type ObjectKey } from "../../../model/shared/kubernetes-object.js";

/** One declared object, or why its text is none. */
export type ParsedObject =
  { readonly ok: true; readonly object: KubeObject } | { readonly ok: false; readonly reason: string };

/** Parses the JSON text of a declared object. The text of a Secret must not get into a message. */
export function parseObject(text: string): ParsedObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: "is not valid JSON" };
  }
  if (!isObject(value) || !isObject(value["metadata"]))
    return { ok: false, reason: "is not a Kubernetes object" };
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string" || apiVersion === "" || kind === "") {
    return { ok: false, reason: "has no apiVersion or kind" };
  }
  return { ok: true, object: { ...value, apiVersion, kind, metadata } };
}

/** The key under which an object is declared: one whose name the server makes up is known by the beginning of it. */
export function declaredKey(object: KubeObject): ObjectKey {
  const { name, generateName } = object.metadata;
  if (name !== undefined || generateName === undefined) return objectKey(object);
  return objectKey({ ...object, metadata: { ...object.metadata, name: generateName } });
}

/** The objects of texts that a check has accepted. */
export function objectsOf(texts: Readonly<Record<ObjectKey, string>>): KubeObject[] {
  return Object.values(texts).flatMap((text) => {
    const parsed = parseObject(text);
    return parsed.ok ? [parsed.object] : [];
  });
}
