import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { canonicalJson, isObject, type JsonValue } from "../../../model/shared/json.js";
import { Failure } from "../../../model/shared/errors.js";

/** The one text of a carrier; a text that is no JSON stays as it is, for its fault to be told. */
export function canonicalCarrier(text: string): string {
  const value = parsed(text);
  return value === undefined ? text : canonicalJson(value);
}

/** The object of a carrier's text; undefined when it is no object with metadata. */
export function carrierIn(text: string): KubeObject | undefined {
  const value = parsed(text);
  if (!isObject(value)) return undefined;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string" || !isObject(metadata)) return undefined;
  return { ...value, apiVersion, kind, metadata };
}

/** {@link carrierIn} of a text that was checked. */
export function readCarrier(text: string): KubeObject {
  const object = carrierIn(text);
  if (object !== undefined) return object;
  throw new Failure({ what: "a carrier is no Kubernetes object", next: "Run `pulumi up` to write it anew" });
}

/** The text of an object as found. */
export function carrierText(object: unknown): string {
  // What a server answered was parsed from JSON.
  return canonicalJson(object as JsonValue);
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
