import type { JsonValue } from "../../shared/json.js";
import { textsIn } from "./json-parts.js";

/** A reference to a parameter in a text. */
export interface ParameterReference {
  /** As written: `$(params.name)`. */
  readonly text: string;
  /** Name of the parameter, without key or index. */
  readonly name: string;
}

const REFERENCE = /\$\(params(?:\.([^).[]*)[^)]*|\["([^"]*)"\][^)]*|\['([^']*)'\][^)]*)\)/g;

/** The parameters that a text refers to, in Tekton's three notations: `.name`, `["name"]` and `['name']`. */
export function parameterReferences(text: string): readonly ParameterReference[] {
  return [...text.matchAll(REFERENCE)].map(([whole, dotted, double, single]) => ({
    text: whole,
    name: dotted ?? double ?? single ?? "",
  }));
}

/** Names of all parameters that any text inside a value refers to. */
export function parametersUsedIn(value: JsonValue | undefined): ReadonlySet<string> {
  return new Set(textsIn(value).flatMap(({ text }) => parameterReferences(text).map(({ name }) => name)));
}
