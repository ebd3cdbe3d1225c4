import type { z } from "zod";
import type { Problem } from "../model/shared/problem.js";
import { formatPropertyPath, type PropertyPath } from "../model/shared/property-path.js";
import { removeCommand, setCommand, setSecretCommand } from "./commands.js";
import { nearest, suggestion } from "../model/shared/did-you-mean.js";
import { valueAt } from "./value-at.js";
import { knownKeysAt } from "./schema-keys.js";

/** A value that was parsed, and where it stands. */
export interface Checked {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
  /** Where the value is in the stack file: `["imagehub", "images", 3]`. */
  readonly at: PropertyPath;
  /** Whether the value is a secret: then the command sets a secret. */
  readonly secret?: boolean;
}

/**
 * One problem a fault of a failed parse, each with its place in the stack file and the command that fixes it.
 * Values are never repeated in a reason, so that secrets can be checked the same way.
 */
export function problemsOf(error: z.core.$ZodError, checked: Checked): readonly Problem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(issue, checked));
}

function problemsOfIssue(issue: z.core.$ZodIssue, checked: Checked): readonly Problem[] {
  const inside = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  const path = formatPropertyPath([...checked.at, ...inside]);
  if (issue.code === "unrecognized_keys") {
    const known = knownKeysAt(checked.schema, inside);
    return issue.keys.map((key) => unknownKey([...checked.at, ...inside, key], known));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return nearestBranch(issue.errors).flatMap((inner) =>
      problemsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }, checked),
    );
  }
  if (issue.code === "invalid_key") {
    const reason = issue.issues.map(({ message }) => message).join("; ");
    return [{ path, reason, fix: removeCommand(path) }];
  }
  const value = valueAt(checked.value, inside);
  const missing = value === undefined;
  const fix = checked.secret === true ? setSecretCommand(path) : setCommand(path, exampleOf(issue, value));
  return [{ path, reason: missing ? missingReason(issue) : reasonOf(issue, value, checked.secret), fix }];
}

/** An unknown key, with the known one that was probably meant. */
export function unknownKey(path: PropertyPath, known: readonly string[]): Problem {
  const key = String(path.at(-1));
  const where = formatPropertyPath(path);
  return { path: where, reason: `unknown key "${key}"${suggestion(key, known)}`, fix: removeCommand(where) };
}

function missingReason(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `is missing; one of ${issue.values.map(String).join(", ")}`;
  return issue.code === "invalid_type"
    ? `is missing; expected ${withArticle(issue.expected)}`
    : issue.message;
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown, secret: boolean | undefined): string {
  if (issue.code === "invalid_type") {
    return `expected ${withArticle(issue.expected)}, found ${withArticle(typeName(value))}`;
  }
  if (issue.code === "invalid_value") {
    const known = issue.values.map(String);
    const meant = secret === true || typeof value !== "string" ? undefined : nearest(value, known);
    return `must be ${known.join(" or ")}${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
  }
  if (secret === true) return "is not valid; the value is secret and not shown";
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

/** The branch of a union that got furthest, so that one near miss is not reported as many. */
function nearestBranch(branches: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] {
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    Math.max(0, ...issues.map(({ path }) => path.length));
  const ranked = [...branches].sort(
    (left, right) => depth(right) - depth(left) || left.length - right.length,
  );
  return ranked[0] ?? [];
}

function exampleOf(issue: z.core.$ZodIssue, found: unknown): string {
  if (issue.code === "invalid_value") return `'<${issue.values.map(String).join("|")}>'`;
  const scalar = typeof found === "number" || typeof found === "boolean";
  return issue.code === "invalid_type" && issue.expected === "string" && scalar
    ? "'<value>' --type string"
    : "'<value>'";
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function withArticle(noun: string): string {
  const plain = noun === "record" ? "object" : noun;
  if (plain === "null") return "nothing";
  return `${/^[aeiou]/.test(plain) ? "an" : "a"} ${plain}`;
}
