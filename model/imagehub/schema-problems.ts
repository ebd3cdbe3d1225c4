import type { z } from "zod";
import { isObject } from "../shared/json.js";
import type { Problem } from "../shared/problem.js";
import { pathBelow, type PropertyPath } from "../shared/property-path.js";

/** A key that a schema does not know. */
export interface UnknownKey {
  readonly path: PropertyPath;
  readonly key: string;
}

/** What a failed parse found: keys that the schema does not know, and every other fault. */
export interface SchemaFaults {
  readonly unknownKeys: readonly UnknownKey[];
  readonly problems: readonly Problem[];
}

/**
 * Sorts the issues of a failed parse.
 * @param base Path of the parsed value.
 */
export function schemaFaults(error: z.core.$ZodError, value: unknown, base: string): SchemaFaults {
  const unknownKeys: UnknownKey[] = [];
  const problems: Problem[] = [];
  for (const issue of error.issues) {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (issue.code === "unrecognized_keys") {
      unknownKeys.push(...issue.keys.map((key) => ({ path, key })));
    } else {
      problems.push({ path: pathBelow(base, path), reason: reasonOf(issue, valueAt(value, path)) });
    }
  }
  return { unknownKeys, problems };
}

/** Unknown keys as errors. */
export function unknownKeyProblems(keys: readonly UnknownKey[], base: string): readonly Problem[] {
  return keys.map(({ path, key }) => ({
    path: pathBelow(base, [...path, key]),
    reason: `unknown key "${key}"`,
    fix: "correct its spelling or remove it",
  }));
}

/** A copy of a value without some of its keys. */
export function withoutKeys(value: unknown, keys: readonly UnknownKey[]): unknown {
  const copy = structuredClone(value);
  for (const { path, key } of keys) {
    const holder = valueAt(copy, path);
    if (isObject(holder)) Reflect.deleteProperty(holder, key);
  }
  return copy;
}

function valueAt(value: unknown, path: PropertyPath): unknown {
  return path.reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)];
    return isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }, value);
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === "invalid_type") {
    const expected = withArticle(issue.expected);
    return value === undefined
      ? `is missing; it must be ${expected}`
      : `must be ${expected} and is ${typeName(value)}`;
  }
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_key") {
    return `the key "${String(issue.path.at(-1))}" ${issue.issues.map(({ message }) => message).join("; ")}`;
  }
  if (issue.code === "too_small") return `must be at least ${String(issue.minimum)}`;
  return issue.message;
}

function withArticle(noun: string): string {
  if (noun === "int") return "a whole number";
  const plain = noun === "array" ? "list" : noun === "record" ? "object" : noun;
  return `${/^[aeiou]/.test(plain) ? "an" : "a"} ${plain}`;
}

function typeName(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "number" && !Number.isInteger(value) ? "a fraction" : withArticle(typeof value);
}
