import type { z } from "zod";
import { isObject } from "../../model/shared/json.js";

/**
 * Parses a value, and when the schema refuses some of its `null` members, once more without those: the engine
 * delivers `null` for what a program left empty, while a schema that accepts `null` gives it a meaning.
 */
export function withoutRefusedNulls<T>(
  value: unknown,
  parse: (value: unknown) => z.ZodSafeParseResult<T>,
): z.ZodSafeParseResult<T> {
  const first = parse(value);
  if (first.success) return first;
  const copy: unknown = structuredClone(value);
  let removed = false;
  for (const issue of first.error.issues) {
    if (removeNull(copy, issue.path, issue.code === "invalid_union")) removed = true;
  }
  return removed ? parse(copy) : first;
}

/** Removes the `null` member at a path, or every one below it: a refused union does not say which it was. */
function removeNull(root: unknown, path: readonly PropertyKey[], below: boolean): boolean {
  let parent: unknown = undefined;
  let current: unknown = root;
  for (const part of path) {
    parent = current;
    current = memberOf(current, part);
  }
  const last = path.at(-1);
  if (current === null && isObject(parent) && last !== undefined) {
    Reflect.deleteProperty(parent, last);
    return true;
  }
  return below && removeNullsBelow(current);
}

function memberOf(value: unknown, part: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined;
}

function removeNullsBelow(value: unknown): boolean {
  if (Array.isArray(value)) return value.map(removeNullsBelow).includes(true);
  if (!isObject(value)) return false;
  let removed = false;
  for (const [key, member] of Object.entries(value)) {
    if (member === null) {
      Reflect.deleteProperty(value, key);
      removed = true;
    } else if (removeNullsBelow(member)) {
      removed = true;
    }
  }
  return removed;
}
