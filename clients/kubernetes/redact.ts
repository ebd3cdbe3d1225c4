import { isObject } from "../../model/shared/json.js";

/** What is shown instead of a secret value. */
const SHOWN = "[secret]";

/**
 * A function that removes the values of a Secret's `data` and `stringData` from a text, in base64 and in clear.
 * For every other kind texts stay as they are.
 * @param body An object, a merge patch or a list of JSON patch operations.
 */
export function secretRedactor(kind: string, body: unknown): (text: string) => string {
  if (kind !== "Secret") return (text) => text;
  const values = [
    ...new Set(
      secretValues(body)
        .flatMap((value) => [value, decoded(value)])
        .flatMap(withQuoted),
    ),
  ]
    .filter((value) => value !== "")
    .sort((a, b) => b.length - a.length);
  return (text) => values.reduce((current, value) => current.replaceAll(delimited(value), SHOWN), text);
}

function secretValues(body: unknown): string[] {
  if (Array.isArray(body))
    return body.flatMap((operation) => (isObject(operation) ? leaves(operation["value"]) : []));
  return isObject(body) ? [...leaves(body["data"]), ...leaves(body["stringData"])] : [];
}

function leaves(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isObject(value) ? Object.values(value).flatMap(leaves) : [];
}

function decoded(value: string): string {
  return Buffer.from(value, "base64").toString("utf8");
}

/** Servers quote what they refuse, with line breaks and quotes escaped. */
function withQuoted(value: string): string[] {
  return [value, JSON.stringify(value).slice(1, -1)];
}

/** Short values only count as whole words, or a one-letter password would take a message apart. */
function delimited(value: string): RegExp {
  const literal = value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(value.length >= 8 ? literal : `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`, "g");
}
