import { isObject } from "../../shared/json.js";
import { asJson } from "./as-json.js";
import { FieldSet } from "./field-set.js";
import { elementsOf, shapeOfList } from "./list-elements.js";
import { typeBelow } from "./known-type.js";
import { without } from "./members.js";
import type { Step } from "./path.js";
import type { Difference, Place } from "./walk.js";

/**
 * What an apply removes of a live value that the target does not name: what our manager owns and nobody else does.
 * A part that is ours alone is one difference; where others own something too, each of our fields is.
 */
export function findRemovals(
  live: unknown,
  place: Pick<Place, "path" | "type" | "own" | "others">,
): Difference[] {
  const { path, type, own, others } = place;
  if (live === undefined || own.isEmpty) return [];
  if (others.isEmpty) return [{ path, live: asJson(live), target: undefined }];
  if (Array.isArray(live)) {
    const shape = shapeOfList(FieldSet.union(own, others), type);
    const elements = shape.type === "atomic" ? undefined : elementsOf(live, shape, type);
    return [...(elements?.values() ?? [])].flatMap(({ step, value }) =>
      findRemovals(value, {
        path: [...path, step],
        type: typeBelow(type, undefined),
        own: own.step(step),
        others: others.step(step),
      }),
    );
  }
  if (!isObject(live)) return [];
  // An element that others still need keeps what names it.
  const kept = keyNames(path.at(-1));
  return Object.entries(without(live, kept)).flatMap(([name, value]) =>
    findRemovals(value, {
      path: [...path, name],
      type: typeBelow(type, name),
      own: own.step(name),
      others: others.step(name),
    }),
  );
}

function keyNames(step: Step | undefined): ReadonlySet<string> {
  return new Set(typeof step === "object" && "keys" in step ? Object.keys(step.keys) : []);
}
