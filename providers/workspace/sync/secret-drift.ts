import { isObject } from "../../../model/shared/json.js";
import type { KubeObject } from "../../../model/shared/kubernetes-object.js";
import { type IgnoreRule, rulesFor } from "../../../model/workspace/compare/ignore-rules.js";
import {
  ignoredByManager,
  ignoredPointers,
  withoutIgnored,
} from "../../../model/workspace/compare/ignored-fields.js";
import { secretDigest } from "./applied.js";

/**
 * How a Secret differs from what was applied, as lines for people that hold no value.
 *
 * @param recorded digests of the values that were applied, by field
 */
export function secretDriftLines(
  secret: KubeObject,
  recorded: Readonly<Record<string, string>>,
  { token, ignore }: { readonly token: string; readonly ignore: readonly IgnoreRule[] },
): string[] {
  const found = secretDigest(secret, token);
  const changed = Object.keys(recorded).filter((field) => found[field] !== recorded[field]);
  const counted = countedFields(secret, changed, ignore);
  return changed
    .filter((field) => counted.has(field))
    .map((field) => `data.${field}: ${found[field] === undefined ? "removed" : "changed"}`);
}

function countedFields(
  secret: KubeObject,
  fields: readonly string[],
  ignore: readonly IgnoreRule[],
): ReadonlySet<string> {
  const rules = rulesFor(secret, ignore);
  // A field that was removed has to be there for a rule to name it.
  const all = { ...secret, data: Object.fromEntries(fields.map((field) => [field, ""])) };
  const { data } = withoutIgnored(all, ignoredPointers(rules), ignoredByManager(secret, rules));
  return new Set(Object.keys(isObject(data) ? data : {}));
}
