import { isObject } from "../../../model/shared/json.js";
import { isUnknown } from "./bag.js";

export type DiffKind = "add" | "delete" | "update";

/** How one property changes, and whether that needs a new resource. */
export interface PropertyDiff {
  readonly kind: DiffKind;
  readonly replace: boolean;
}

/** Member names and array indexes from the root to a property. */
export type PropertyPath = readonly (string | number)[];

/** One changed property with its values; undefined where it does not exist. */
export interface Change {
  readonly path: PropertyPath;
  readonly kind: DiffKind;
  readonly before: unknown;
  readonly value: unknown;
}

/** Every property that differs between two plain values, as deep as both sides have the same shape. */
export function changesBetween(before: unknown, after: unknown, path: PropertyPath = []): Change[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [{ path, kind: "add", before, value: after }];
  if (after === undefined) return [{ path, kind: "delete", before, value: after }];
  if (isUnknown(after)) return [{ path, kind: "update", before, value: after }];
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changesBetween(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const elements = Array.from({ length: Math.max(before.length, after.length) });
    return elements.flatMap((_, index) =>
      changesBetween(before[index] as unknown, after[index] as unknown, [...path, index]),
    );
  }
  return before === after ? [] : [{ path, kind: "update", before, value: after }];
}

/** A path as the engine writes it: `spec.ports[0].name`, `metadata.labels["app.kubernetes.io/name"]`. */
export function pathText(path: PropertyPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    if (/[."[\]]/.test(part)) return `${text}["${part.replaceAll('"', '\\"')}"]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

/** Inverse of {@link pathText}; also reads `[*]`, as the string `*`. */
export function parsePath(text: string): PropertyPath {
  const parts: (string | number)[] = [];
  const pattern = /\["((?:[^"\\]|\\.)*)"\]|\[(\*|\d+)\]|([^.[\]]+)/g;
  for (const [, quoted, index, word] of text.matchAll(pattern)) {
    if (quoted !== undefined) parts.push(quoted.replaceAll('\\"', '"'));
    else if (index !== undefined) parts.push(index === "*" ? "*" : Number(index));
    else if (word !== undefined) parts.push(word);
  }
  return parts;
}

/** Whether a path is the other one or lies below it; `*` matches any member or element. */
export function isWithin(path: PropertyPath, outer: PropertyPath): boolean {
  return outer.length <= path.length && outer.every((part, at) => part === "*" || part === path[at]);
}
