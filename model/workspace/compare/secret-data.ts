import { isObject } from "../../shared/json.js";
import { groupVersionKind, type KubeObject } from "../../shared/kubernetes-object.js";
import { without } from "./members.js";

/** Whether an object is a core Secret. */
export function isSecret(object: KubeObject): boolean {
  return object.kind === "Secret" && groupVersionKind(object).group === "";
}

const STRING_DATA = new Set(["stringData"]);

/**
 * A Secret as the API server stores it: `stringData` moves into `data` as base64 and wins there, and a `null` value
 * is an empty one. A `stringData` or `data` that is no map stays, since the server has to refuse it.
 */
export function secretAsStored(secret: KubeObject): KubeObject {
  const { data, stringData } = secret;
  if (!isMapOrAbsent(data) || !isMapOrAbsent(stringData)) return secret;
  if (isNullless(data) && stringData === undefined) return secret;
  const texts = Object.entries(stringData ?? {}).map(([key, text]) => [key, encoded(text)] as const);
  const stored = Object.entries(data ?? {}).map(([key, value]) => [key, value ?? ""] as const);
  const merged = Object.fromEntries([...stored, ...texts]);
  return { ...without(secret, STRING_DATA), data: merged };
}

function isMapOrAbsent(value: unknown): value is Record<string, unknown> | undefined | null {
  return value === undefined || value === null || isObject(value);
}

function isNullless(data: Record<string, unknown> | undefined | null): boolean {
  return data === undefined || (data !== null && Object.values(data).every((value) => value !== null));
}

/** Text in base64; what is no text cannot be encoded and stays. */
function encoded(text: unknown): unknown {
  if (text === null || text === undefined) return "";
  return typeof text === "string" ? Buffer.from(text, "utf8").toString("base64") : text;
}
