import { isObject, type JsonValue } from "../../shared/json.js";
import { asJson } from "./as-json.js";
import { FieldSet } from "./field-set.js";
import { typeBelow, type KnownType, type ScalarFormat } from "./known-type.js";
import { elementsOf, shapeOfList, type Element, type ListShape } from "./list-elements.js";
import { member } from "./members.js";
import type { FieldPath, Step } from "./path.js";
import { findRemovals } from "./removals.js";
import { sameScalar } from "./scalars.js";
import { isHollow, isLeftOut } from "./zero-values.js";

/** One difference; `undefined` is "not there". */
export interface Difference {
  readonly path: FieldPath;
  readonly live: JsonValue | undefined;
  readonly target: JsonValue | undefined;
}

/** What is known of one place of the two objects. */
export interface Place {
  readonly path: FieldPath;
  readonly type: KnownType | undefined;
  /** The server reads this place by a Go type: `null`, absent and empty lists and maps are the same. */
  readonly typed: boolean;
  /** What our field manager owns here in the live object: without a target value it is removed. */
  readonly own: FieldSet;
  /** What other field managers own here. */
  readonly others: FieldSet;
  /** What client-side apply recorded here: without a target value it is removed. */
  readonly applied: unknown;
  /** Everything in the live object counts, as in a value that is replaced as a whole. */
  readonly strict: boolean;
  /** Whether values that an apply replaces as a whole are compared strictly. */
  readonly wholeValues: boolean;
}

/** Finds what differs between target and live at a place and below. */
export function findDifferences(target: unknown, live: unknown, place: Place): Difference[] {
  const found: Difference[] = [];
  compareAt(target, live, place, found);
  return found;
}

function compareAt(target: unknown, live: unknown, place: Place, found: Difference[]): void {
  if (target === null && !place.typed && live !== null && live !== undefined) {
    // A custom kind may allow null as a value of its own.
    found.push(difference(place, live, null));
  } else if (isLeftOut(target, place.type)) {
    compareUnnamed(live, place, found);
  } else if (Array.isArray(target)) {
    compareList(target, live, place, found);
  } else if (isObject(target)) {
    compareObjects(target, live, place, found);
  } else if (!sameScalar(formatOf(place.type), target, live) && !isFilledIn(target, live, place)) {
    found.push(difference(place, live, target));
  }
}

function formatOf(type: KnownType | undefined): ScalarFormat {
  return type?.type === "scalar" ? type.format : "plain";
}

function isFilledIn(target: unknown, live: unknown, { type, typed }: Place): boolean {
  return (live === undefined || live === null) && isHollow(target, type, typed);
}

/** What the target does not name is left alone, unless it is ours to remove. */
function compareUnnamed(live: unknown, place: Place, found: Difference[]): void {
  if (live === null || live === undefined) return;
  if (place.strict) {
    if (!isHollow(live, place.type, place.typed)) found.push(difference(place, live, undefined));
  } else if (isObject(place.applied) && isObject(live) && place.type?.type === "map") {
    // Its keys are of different people.
    compareObjects({}, live, place, found);
  } else if (place.applied !== null && place.applied !== undefined) {
    found.push(difference(place, live, undefined));
  } else {
    found.push(...findRemovals(live, place));
  }
}

function compareObjects(
  target: Readonly<Record<string, unknown>>,
  live: unknown,
  place: Place,
  found: Difference[],
): void {
  if (!isObject(live)) {
    compareShapes(target, live, place, found);
    return;
  }
  const isWhole = !place.strict && place.wholeValues && isWholeMap(live, place);
  const inside: Place = isWhole ? { ...place, strict: true } : place;
  for (const name of Object.keys(target)) {
    const [wanted, present] = [target[name], member(live, name)];
    // Most fields are equal scalars: they need no place.
    if (wanted !== present || isObject(wanted) || Array.isArray(wanted)) {
      compareAt(wanted, present, fieldOf(inside, name), found);
    }
  }
  for (const name of Object.keys(live)) {
    if (!Object.hasOwn(target, name)) compareUnnamed(live[name], fieldOf(inside, name), found);
  }
}

/** A container against something that is none. */
function compareShapes(target: unknown, live: unknown, place: Place, found: Difference[]): void {
  if (!isFilledIn(target, live, place)) found.push(difference(place, live ?? undefined, target));
}

/** Whether the map is replaced as a whole: its owners own it as one value, or its type says so. */
function isWholeMap(live: Readonly<Record<string, unknown>>, { own, others, type }: Place): boolean {
  if (Object.keys(live).length === 0) return false;
  const byType = (type?.type === "struct" || type?.type === "map") && type.atomic;
  return byType || FieldSet.union(own, others).isLeaf;
}

function compareList(target: readonly unknown[], live: unknown, place: Place, found: Difference[]): void {
  if (!Array.isArray(live)) {
    compareShapes(target, live, place, found);
    return;
  }
  const shape = shapeOfList(FieldSet.union(place.own, place.others), place.type);
  const wanted = shape.type === "atomic" ? undefined : elementsOf(target, shape, place.type);
  const present = shape.type === "atomic" ? undefined : elementsOf(live, shape, place.type);
  if (wanted === undefined || present === undefined) {
    compareByIndex(target, live, place, found);
    return;
  }
  compareElements(wanted, present, appliedElements(shape, place), place, found);
  if (shape.type === "map") compareOrder(wanted, present, place, found);
}

function compareByIndex(
  target: readonly unknown[],
  live: readonly unknown[],
  place: Place,
  found: Difference[],
): void {
  const inside: Place = { ...place, strict: place.strict || place.wholeValues };
  const applied: readonly unknown[] = Array.isArray(place.applied) ? place.applied : [];
  for (let index = 0; index < Math.max(target.length, live.length); index++) {
    const below = placeBelow(inside, index, applied[index]);
    if (index < target.length) compareAt(target[index], live[index], below, found);
    // Without a name an element more is a longer list, whoever added it.
    else compareUnnamed(live[index], { ...below, strict: true }, found);
  }
}

function appliedElements(shape: ListShape, { applied, type }: Place): ReadonlyMap<string, Element> {
  const elements =
    shape.type !== "atomic" && Array.isArray(applied) ? elementsOf(applied, shape, type) : undefined;
  return elements ?? new Map<string, Element>();
}

function compareElements(
  target: ReadonlyMap<string, Element>,
  live: ReadonlyMap<string, Element>,
  applied: ReadonlyMap<string, Element>,
  place: Place,
  found: Difference[],
): void {
  const placeOf = ({ id, step }: Element): Place => placeBelow(place, step, applied.get(id)?.value);
  for (const element of target.values()) {
    compareAt(element.value, live.get(element.id)?.value, placeOf(element), found);
  }
  for (const element of live.values()) {
    if (!target.has(element.id)) compareUnnamed(element.value, placeOf(element), found);
  }
}

/** The order of named elements counts as far as the target names them; it is told by their keys. */
function compareOrder(
  target: ReadonlyMap<string, Element>,
  live: ReadonlyMap<string, Element>,
  place: Place,
  found: Difference[],
): void {
  const wanted = [...target.values()].filter(({ id }) => live.has(id));
  const present = [...live.values()].filter(({ id }) => target.has(id));
  if (wanted.some(({ id }, index) => present[index]?.id !== id)) {
    found.push(difference(place, present.map(keysOf), wanted.map(keysOf)));
  }
}

function keysOf({ step }: Element): unknown {
  return typeof step === "object" && "keys" in step ? step.keys : step;
}

function fieldOf(place: Place, name: string): Place {
  return placeBelow(place, name, member(place.applied, name));
}

function placeBelow(place: Place, step: Step, applied: unknown): Place {
  const type = typeBelow(place.type, typeof step === "string" ? step : undefined);
  return {
    path: [...place.path, step],
    type,
    typed: place.typed || type !== undefined,
    own: place.own.step(step),
    others: place.others.step(step),
    applied,
    strict: place.strict,
    wholeValues: place.wholeValues,
  };
}

function difference(place: Place, live: unknown, target: unknown): Difference {
  return {
    path: place.path,
    live: live === undefined ? undefined : asJson(live),
    target: target === undefined ? undefined : asJson(target),
  };
}
