import { describeRef } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { ObjectKey } from "../../../model/shared/kubernetes-object.js";
import {
  compareObject,
  comparePredicted,
  type FieldChange,
  type ObjectDiff,
} from "../../../model/workspace/compare/compare.js";
import { type IgnoreRule, rulesFor } from "../../../model/workspace/compare/ignore-rules.js";
import { maskChanges } from "../../../model/workspace/compare/mask.js";
import { keepIgnored } from "../../../model/workspace/compare/respect-ignored.js";
import type { ObjectOptions } from "../../../model/workspace/sync/options.js";
import { isTakenOver, withFieldsTaken } from "./adopt.js";
import { driftRule } from "./drift-rule.js";
import { dryRun, type WriteManner } from "./dry-run.js";
import { predecessors } from "./field-managers.js";
import { marked, withoutMarks } from "./marks.js";
import type { Recorded } from "./recorded.js";
import type { Workspace } from "./workspace.js";

/** One declared object, and how it is to be written. */
export interface Wanted {
  readonly key: ObjectKey;
  readonly object: KubeObject;
  readonly options: ObjectOptions;
  /** The object in the cluster that it is compared with; undefined when none is known. */
  readonly live: KubeObject | undefined;
  /** Why the server cannot try it yet: what it needs is made by the same sync. */
  readonly untried: string | undefined;
  /** What was applied last. */
  readonly recorded: Recorded;
}

/** What of the workspace's settings matters for every object. */
export interface Rules {
  readonly ignore: readonly IgnoreRule[];
  readonly respectIgnored: boolean;
  readonly force: boolean;
  readonly adopt: boolean;
}

/** How a declared object and the cluster differ. */
export type Assessment =
  | { readonly change: "none" }
  | {
      readonly change: "create";
      /** The answer shows that it exists after all, as somebody else's. */
      readonly exists: boolean;
      readonly note?: string;
    }
  /** Without changes when only the marks differ. */
  | { readonly change: "change"; readonly changes: readonly FieldChange[]; readonly note?: string }
  | { readonly change: "recreate"; readonly reason: string }
  | { readonly change: "refused"; readonly reason: string };

/** The object as it is sent: with marks, and with the live values of what is ignored where that is asked for. */
export function objectToSend(workspace: Workspace, wanted: Wanted, rules: Rules): KubeObject {
  const { object, live, key } = wanted;
  const kept =
    live === undefined || !rules.respectIgnored
      ? object
      : keepIgnored(object, live, rulesFor(object, rules.ignore));
  return marked(kept, key, workspace.marks);
}

/** How an object is written. */
export function mannerOf({ marks }: Workspace, wanted: Wanted, { force, adopt, ignore }: Rules): WriteManner {
  const { options } = wanted;
  return {
    replace: options.replace,
    recreate: options.force,
    force,
    validate: options.validate,
    takesFrom: predecessors(adopt, options.clientSideApplyMigration),
    isDrift: driftRule(marks, wanted, ignore),
  };
}

/** A comparison that asks nobody: says "modified" too often rather than too seldom. */
export function looksModified(workspace: Workspace, wanted: Wanted, rules: Rules): boolean {
  if (wanted.live === undefined) return true;
  return compareObject(objectToSend(workspace, wanted, rules), wanted.live, {
    fieldManager: workspace.fieldManager,
    ignore: rules.ignore,
  }).modified;
}

/**
 * Compares a declared object with the live one and, when they differ, asks the server what would come of applying it.
 *
 * @throws KubeError when the server was not reached or refused the credential
 */
export async function assess(workspace: Workspace, wanted: Wanted, rules: Rules): Promise<Assessment> {
  const { live, untried } = wanted;
  const target = objectToSend(workspace, wanted, rules);
  const options = { fieldManager: workspace.fieldManager, ignore: rules.ignore };
  const expected = compareObject(target, live, options);
  if (live !== undefined && !expected.modified) return { change: "none" };
  if (untried !== undefined) {
    return live === undefined
      ? { change: "create", exists: false, note: untried }
      : changeOf(target, expected, untried);
  }
  const tried = await dryRun(workspace, target, live, mannerOf(workspace, wanted, rules));
  switch (tried.verdict) {
    case "refused":
      return {
        change: "refused",
        reason: `${describe(target)}: ${tried.error.what}${hint(tried.error.next)}`,
      };
    case "recreate":
      return { change: "recreate", reason: tried.reason };
    case "accepted": {
      if (live === undefined) return { change: "create", exists: tried.exists };
      const predicted = comparePredicted(tried.predicted, live, options);
      if (!predicted.modified) return { change: "none" };
      const gone = goneByAdoption(workspace, wanted, live, rules);
      return changeOf(target, { modified: true, changes: [...predicted.changes, ...gone] });
    }
  }
}

/** What goes once the fields of earlier tools are the workspace's. The trial cannot know: it takes nothing over. */
function goneByAdoption(
  workspace: Workspace,
  wanted: Wanted,
  live: KubeObject,
  rules: Rules,
): readonly FieldChange[] {
  if (!isTakenOver(live, wanted.key, workspace)) return [];
  const taken = withFieldsTaken(workspace, live, mannerOf(workspace, wanted, rules).takesFrom);
  if (taken === live) return [];
  const { changes } = compareObject(objectToSend(workspace, wanted, rules), taken, {
    fieldManager: workspace.fieldManager,
    ignore: rules.ignore,
  });
  return changes.filter(({ target }) => target === undefined);
}

function changeOf(target: KubeObject, diff: ObjectDiff, note?: string): Assessment {
  const { changes } = maskChanges(target, diff);
  return {
    change: "change",
    changes: withoutMarks(changes),
    ...(note === undefined ? {} : { note }),
  };
}

/** An object for messages, whether the server gives it its name or not. */
export function describe(object: KubeObject): string {
  const { name, generateName = "", namespace } = object.metadata;
  const { kind, apiVersion } = object;
  const ref = { apiVersion, kind, name: name ?? `${generateName}…` };
  return describeRef(namespace === undefined ? ref : { ...ref, namespace });
}

function hint(next: string | undefined): string {
  return next === undefined ? "" : `. ${next}`;
}
