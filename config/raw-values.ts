import type { Problem } from "../model/shared/problem.js";
import { removeCommand } from "./commands.js";
import { nearest } from "../model/shared/did-you-mean.js";

/** The namespace of every key this project reads. */
export const NAMESPACE = "groundplan";

/** Keys whose value is a plain text, whatever it looks like. */
export const TEXT_KEYS: readonly string[] = ["installation"];

/** A value of the stack file as sections see it, or the fault that it has. */
export type Structured = { readonly value: unknown } | { readonly problem: Problem };

/**
 * The structured value of a section's key. The CLI keeps a value that was set without `--path` as JSON text, and
 * hands every structured value to programs so. The text is never repeated: it may be a secret.
 */
export function structured(key: string, value: unknown): Structured {
  if (typeof value !== "string") return { value };
  try {
    return { value: JSON.parse(value) };
  } catch {
    const reason = "must be an object and is a text that is no JSON";
    return { problem: { path: key, reason, fix: removeCommand(key) } };
  }
}

/** The key without the namespace; undefined for other namespaces. */
export function ownKey(fullKey: string): string | undefined {
  return fullKey.startsWith(`${NAMESPACE}:`) ? fullKey.slice(NAMESPACE.length + 1) : undefined;
}

/** Faults of keys outside the namespace: nobody reads them, so a misspelt namespace would be silent. */
export function foreignKeyProblems(fullKeys: readonly string[]): readonly Problem[] {
  return fullKeys.flatMap((fullKey) => {
    const [namespace = "", key] = fullKey.split(":", 2);
    if (key === undefined) {
      return [
        { path: fullKey, reason: `keys have the form <namespace>:<name>, here ${NAMESPACE}:${fullKey}` },
      ];
    }
    if (namespace === NAMESPACE || nearest(namespace, [NAMESPACE]) === undefined) return [];
    const reason = `unknown namespace "${namespace}"; did you mean "${NAMESPACE}:${key}"?`;
    return [{ path: fullKey, reason, fix: `pulumi config rm '${fullKey}'` }];
  });
}
