import { isObject } from "../../../model/shared/json.js";
import { isSecret, plain, type Bag } from "../rpc/bag.js";

// Shorter values occur by chance: replacing "on" would garble every line and tell the value all the same.
const SHORTEST = 4;

/** A function that replaces every secret text of some inputs, and every line of it, by `[secret]`. */
export function redactor(inputs: Bag): (text: string) => string {
  const values = [...new Set(secretTexts(inputs).flatMap((text) => [text, ...text.split("\n")]))]
    .map((text) => text.trim())
    .filter((text) => text.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  return (text) => values.reduce((redacted, value) => redacted.replaceAll(value, "[secret]"), text);
}

function secretTexts(value: unknown): string[] {
  if (isSecret(value)) return texts(plain(value));
  if (Array.isArray(value)) return value.flatMap(secretTexts);
  return isObject(value) ? Object.values(value).flatMap(secretTexts) : [];
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isObject(value) ? Object.values(value).flatMap(texts) : [];
}
