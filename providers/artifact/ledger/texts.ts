import { without } from "../../../clients/kubernetes/without.js";
import { canonicalJson, isObject } from "../../../model/shared/json.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";

/** The texts among an object's members; nothing for what is no object. */
export function textsIn(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}

export function sameTexts(
  one: Readonly<Record<string, string>> = {},
  other: Readonly<Record<string, string>> = {},
): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** The value in a JSON text; undefined for any other text and for none. */
export function jsonIn(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The texts of a list; nothing for what is no list. */
export function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** An object as it is sent back: without what the server keeps of field owners. */
export function sendable(object: KubeObject): KubeObject {
  return { ...object, metadata: without(object.metadata, "managedFields") };
}

/** What a deletion or a patch names so that it meets only the object that was read. */
export function preconditions({ metadata }: KubeObject): { uid?: string; resourceVersion?: string } {
  const { uid, resourceVersion } = metadata;
  return {
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}
