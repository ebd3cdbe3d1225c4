import { isDrift } from "../../../model/workspace/compare/drift.js";
import { type IgnoreRule, rulesFor } from "../../../model/workspace/compare/ignore-rules.js";
import {
  ignoredByManager,
  ignoredPointers,
  withoutIgnored,
} from "../../../model/workspace/compare/ignored-fields.js";
import type { Wanted } from "./assess.js";
import type { WriteManner } from "./dry-run.js";
import { holderOf, type WorkspaceMarks } from "./marks.js";

/**
 * Decides whether a conflict is about a field of the workspace that was changed behind its back. A field whose
 * differences do not count is none: it is left to others, and no plan would show that it is taken from them.
 */
export function driftRule(
  marks: WorkspaceMarks,
  { key, recorded }: Pick<Wanted, "key" | "recorded">,
  ignore: readonly IgnoreRule[],
): WriteManner["isDrift"] {
  return (conflict, live) => {
    if (holderOf(live, key, marks).kind !== "ours") return false;
    const applied = recorded(key);
    if (applied === undefined) return false;
    const rules = rulesFor(live, ignore);
    const counted = withoutIgnored(applied, ignoredPointers(rules), ignoredByManager(live, rules));
    return isDrift(conflict, live, counted);
  };
}
