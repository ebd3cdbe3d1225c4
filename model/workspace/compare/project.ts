import { canonicalJson, isObject, type JsonValue } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import { asJson, asJsonObject } from "./as-json.js";
import { differencesOf } from "./compare.js";
import type { IgnoreRule } from "./ignore-rules.js";
import { isManifest } from "./last-applied.js";
import { keysOf } from "./list-elements.js";
import { member } from "./members.js";
import type { FieldPath, Step } from "./path.js";
import { isSecret, secretAsStored } from "./secret-data.js";
import type { Difference } from "./walk.js";

/**
 * What a live object shows of a recorded one: the recorded object with the live value wherever the two differ in
 * something that the record names or our field manager owns. What only the server or other managers know is not
 * shown, and where both mean the same the recorded spelling stays: without drift the result is the record itself.
 *
 * @param ignore differences that are not shown
 */
export function projectOwned(
  live: KubeObject,
  recorded: KubeObject,
  fieldManager: string,
  ignore: readonly IgnoreRule[] = [],
): KubeObject {
  const options = { fieldManager, ignore };
  const differences = differencesOf(recorded, live, options);
  if (differences.length === 0) return recorded;
  const shown = withLive(isSecret(recorded) ? secretAsStored(recorded) : recorded, differences);
  // Elements that only the live object has come last in their lists, which the order tells now.
  return withLive(
    shown,
    differencesOf(shown, live, options).filter(({ order }) => order === true),
  );
}

function withLive(object: KubeObject, differences: readonly Difference[]): KubeObject {
  const shown = compacted(differences.reduce<unknown>(showLive, object));
  return isManifest(shown) ? shown : object;
}

function showLive(object: unknown, { path, live, order }: Difference): unknown {
  return edited(object, path, (value) => (order === true ? reordered(value, live) : live));
}

/** Edits the value at a path; what becomes `undefined` is taken out of its map, and marked as gone in its list. */
function edited(value: unknown, [step, ...deeper]: FieldPath, edit: (value: unknown) => unknown): unknown {
  if (step === undefined) return edit(value);
  if (typeof step === "string") {
    const fields = isObject(value) ? value : {};
    return { ...fields, [step]: edited(member(fields, step), deeper, edit) };
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const index = indexOf(list, step);
  const element = edited(list[index] ?? namedBy(step), deeper, edit);
  return index < list.length ? list.map((old, at) => (at === index ? element : old)) : [...list, element];
}

/** A new element bears the keys that name it. */
function namedBy(step: Exclude<Step, string>): unknown {
  return typeof step === "object" && "keys" in step ? step.keys : undefined;
}

/** The index of an element, or the list's length when it has none such. */
function indexOf(list: readonly unknown[], step: Exclude<Step, string>): number {
  if (typeof step === "number") return step;
  const index = list.findIndex((element) => isAt(element, step));
  return index === -1 ? list.length : index;
}

function isAt(element: unknown, step: Exclude<Step, string | number>): boolean {
  if ("member" in step) return canonicalJson(asJson(element)) === canonicalJson(step.member);
  const found = keysOf(element, Object.keys(step.keys));
  return found !== undefined && canonicalJson(found.keys) === canonicalJson(step.keys);
}

/** The elements that an order names by their keys, in that order; the others keep their places. */
function reordered(value: unknown, order: JsonValue | undefined): unknown {
  if (!Array.isArray(value) || !Array.isArray(order)) return value;
  const list: readonly unknown[] = value;
  const steps = order.map((keys: JsonValue) => ({ keys: asJsonObject(keys) }));
  const inOrder = steps.flatMap((step) => list.filter((element) => isAt(element, step)));
  const named = new Set(inOrder);
  let next = 0;
  return list.map((element) => (named.has(element) ? inOrder[next++] : element));
}

function compacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((element) => element !== undefined).map(compacted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, content]) =>
      content === undefined ? [] : [[name, compacted(content)] as const],
    ),
  );
}
