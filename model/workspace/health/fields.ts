import { isObject } from "../../shared/json.js";

/** A part of an object as the API server sent it; custom kinds may hold anything anywhere. */
export type Part = Record<string, unknown>;

/** The value at a path, or `undefined` where any step of it is missing. */
export function valueAt(part: Part, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), part);
}

/** The text at a path; empty where there is none. */
export function textAt(part: Part, ...path: readonly string[]): string {
  const value = valueAt(part, ...path);
  return typeof value === "string" ? value : "";
}

/** The number at a path, or `undefined` where there is none. */
export function numberAt(part: Part, ...path: readonly string[]): number | undefined {
  const value = valueAt(part, ...path);
  return typeof value === "number" ? value : undefined;
}

/** The count at a path; zero where there is none, as the API server leaves out zeros. */
export function countAt(part: Part, ...path: readonly string[]): number {
  return numberAt(part, ...path) ?? 0;
}

/** The objects in the list at a path; empty where there is none. */
export function listAt(part: Part, ...path: readonly string[]): readonly Part[] {
  const value = valueAt(part, ...path);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Whether `true` stands at a path. */
export function isTrueAt(part: Part, ...path: readonly string[]): boolean {
  return valueAt(part, ...path) === true;
}
