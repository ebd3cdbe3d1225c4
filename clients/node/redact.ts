import type { JsonObject, JsonValue } from "../../model/shared/json.js";

/** What is shown instead of a secret. */
const SHOWN = "[secret]";
/** Shorter texts would take every message apart. */
const SHORTEST = 3;
/** A line of a longer secret, such as a key file, counts from that many characters. */
const SHORTEST_LINE = 8;

/** A function that takes the values of secret parameters out of a text. */
export function parameterRedactor(
  parameters: JsonObject,
  secrets: readonly string[],
): (text: string) => string {
  const values = [...new Set(secrets.flatMap((name) => texts(parameters[name])).flatMap(forms))]
    .filter((value) => value.trim().length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  return (text) => values.reduce((current, value) => current.replaceAll(value, SHOWN), text);
}

function texts(value: JsonValue | undefined): string[] {
  if (value === undefined || value === null || typeof value === "boolean") return [];
  if (typeof value !== "object") return [String(value)];
  return Object.values(value).flatMap(texts);
}

/** A message may quote a text as JSON, and holds one line of it. */
function forms(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    ...(lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : []),
  ];
}
