import type { JsonValue } from "../../shared/json.js";

const ESCAPED: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/**
 * JSON text as Go's encoder writes it: no white space, and five characters escaped that JavaScript leaves alone. Nodes
 * sign such text, so a result's data must be spelled the same again after it was parsed.
 */
export function goJson(value: JsonValue): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => ESCAPED[character] ?? character);
}
