import { isObject, type JsonObject, type JsonValue } from "../../../shared/json.js";
import { typeOfValue } from "../defaults.js";
import { asText, isList } from "../json-parts.js";

/** A parameter's value as Tekton reads it. */
export interface ParameterValue {
  readonly type: "string" | "array" | "object";
  /** Of a text; numbers, nested lists and the like count as their JSON. */
  readonly text: string;
  readonly list: readonly string[];
  readonly object: ReadonlyMap<string, string>;
}

/** Reads a value; undefined when there is none. */
export function parameterValue(value: JsonValue | undefined): ParameterValue | undefined {
  if (value === undefined) return undefined;
  const nothing = { text: "", list: [], object: new Map<string, string>() };
  const type = typeOfValue(value);
  if (type === "array" && isList(value)) return { ...nothing, type, list: value.map(asText) };
  if (type === "object" && isObject(value)) {
    const members: JsonObject = value;
    const object = new Map(Object.entries(members).map(([key, member]) => [key, asText(member)]));
    return { ...nothing, type, object };
  }
  return { ...nothing, type: "string", text: typeof value === "string" ? value : JSON.stringify(value) };
}

/** All texts of a value. */
export function textsOf(value: ParameterValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return [value.text, ...value.list, ...value.object.values()];
}

const EXPRESSION = /\$\(([_a-zA-Z0-9.-]+(?:\[(?:[0-9]+|\*)\])?)\)/g;

/** What stands between `$(` and `)` in a text, as far as it is written in dots: `params.x`, `tasks.a.results.b[0]`. */
export function expressionsIn(text: string): readonly string[] {
  return [...text.matchAll(EXPRESSION)].map(([, inner = ""]) => inner);
}

/** The expressions of a parameter's value. */
export function expressionsOfValue(value: JsonValue | undefined): readonly string[] {
  return textsOf(parameterValue(value)).flatMap(expressionsIn);
}

/** The expressions of a `when` entry. */
export function expressionsOfWhen(when: JsonObject): readonly string[] {
  const values = isList(when.values) ? when.values.map(asText) : [];
  return [asText(when.input), asText(when.cel), ...values].flatMap(expressionsIn);
}
