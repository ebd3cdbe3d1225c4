import type { JsonValue } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import { aligned, type Pair } from "./align-versions.js";
import { asJson } from "./as-json.js";
import { FieldSet, ownedBy } from "./field-set.js";
import { ignoredByManager, ignoredPointers, withoutIgnored } from "./ignored-fields.js";
import { rulesFor, type IgnoreRule } from "./ignore-rules.js";
import { knownKind } from "./known-kinds.js";
import { lastApplied } from "./last-applied.js";
import { normaliseForComparison } from "./normalise.js";
import { formatPath, type FieldPath } from "./path.js";
import { findDifferences, type Difference } from "./walk.js";

/** One difference between target and live. */
export interface FieldChange {
  /** `spec.template.spec.containers[name=web].image`, `args[0]`; empty for the whole object. */
  readonly path: string;
  /** `undefined`: not there. */
  readonly live: JsonValue | undefined;
  /** `undefined`: to be removed. For a changed order, both are the keys of the elements in question. */
  readonly target: JsonValue | undefined;
}

export interface ObjectDiff {
  readonly modified: boolean;
  readonly changes: readonly FieldChange[];
}

export interface CompareOptions {
  /**
   * The field manager that applies the target. What it owns in the live object and the target lacks is a removal,
   * and lists and maps that an apply replaces as a whole are compared as a whole. Without it, or before it owns
   * anything, removals are found by what client-side apply recorded, and what only the live object has is left alone.
   */
  readonly fieldManager?: string;
  /** Differences that do not count. */
  readonly ignore?: readonly IgnoreRule[];
}

/**
 * Whether applying a target would change a live object, decided without asking the server. Errs on the side of
 * "modified": where only the server knows (a custom kind's defaults inside a list), a dry run has the last word.
 *
 * @param live Left out when there is no such object: everything is one change, at the empty path.
 */
export function compareObject(
  target: KubeObject,
  live: KubeObject | undefined,
  options: CompareOptions = {},
): ObjectDiff {
  if (live === undefined) {
    return { modified: true, changes: [{ path: "", live: undefined, target: asJson(target) }] };
  }
  return diffOf(differencesOf(target, live, options));
}

function differencesOf(target: KubeObject, live: KubeObject, options: CompareOptions): readonly Difference[] {
  const { fieldManager } = options;
  const own = fieldManager === undefined ? FieldSet.NONE : ownedBy(live, (name) => name === fieldManager);
  const others = ownedBy(live, (name) => name !== fieldManager);
  const sides = comparable({ target, live }, ignoredByManager(live, rulesOf(target, options)), options);
  const recorded = own.isEmpty ? lastApplied(live) : undefined;
  const { type, builtIn } = knownKind(sides.target);
  return findDifferences(sides.target, sides.live, {
    path: [],
    type,
    typed: builtIn,
    own,
    others,
    applied: recorded === undefined ? undefined : normaliseForComparison(recorded),
    strict: false,
    wholeValues: fieldManager !== undefined,
  });
}

/**
 * What a server-side dry run says would become of a live object: every difference, in both directions. With a field
 * manager, differences that touch nothing it owns before or after are the doing of admission webhooks at each
 * request, and do not make the object modified by themselves.
 */
export function comparePredicted(
  predicted: KubeObject,
  live: KubeObject,
  options: CompareOptions = {},
): ObjectDiff {
  const { fieldManager } = options;
  const rules = rulesOf(predicted, options);
  const ignored = FieldSet.union(ignoredByManager(live, rules), ignoredByManager(predicted, rules));
  const sides = comparable({ target: predicted, live }, ignored, options);
  const { type, builtIn } = knownKind(sides.target);
  const ownedAfter = (isOwner: (name: string) => boolean): FieldSet =>
    FieldSet.union(ownedBy(live, isOwner), ownedBy(predicted, isOwner));
  const differences = findDifferences(sides.target, sides.live, {
    path: [],
    type,
    typed: builtIn,
    own: FieldSet.NONE,
    others: ownedAfter(() => true),
    applied: undefined,
    strict: true,
    wholeValues: false,
  });
  if (fieldManager === undefined) return diffOf(differences);
  const ours = ownedAfter((name) => name === fieldManager);
  return diffOf(differences.some(({ path }) => touches(ours, path)) ? differences : []);
}

function rulesOf(object: KubeObject, { ignore }: CompareOptions): readonly IgnoreRule[] {
  return ignore === undefined ? [] : rulesFor(object, ignore);
}

/** Both objects, with nothing left in them that does not count. */
function comparable({ target, live }: Pair, ignored: FieldSet, options: CompareOptions): Pair {
  const pointers = ignoredPointers(rulesOf(target, options));
  return aligned({
    target: withoutIgnored(normaliseForComparison(target), pointers, ignored),
    live: withoutIgnored(normaliseForComparison(live), pointers, ignored),
  });
}

/** Whether a set has the place of a path, something below it, or a value that it is a part of. */
function touches(set: FieldSet, path: FieldPath): boolean {
  let at = set;
  for (const step of path) {
    if (at.isLeaf) return true;
    at = at.step(step);
  }
  return !at.isEmpty;
}

function diffOf(differences: readonly Difference[]): ObjectDiff {
  const changes = differences.map(({ path, live, target }) => ({ path: formatPath(path), live, target }));
  return { modified: changes.length > 0, changes };
}
