import { canonicalJson, isObject } from "../../shared/json.js";
import { asJson } from "./as-json.js";
import { keysOf } from "./list-elements.js";
import { type FieldPath, firstBracket, type Step } from "./path.js";

/**
 * The place in an object that an API server calls so in a conflict: `.spec.containers[name="web"].image`. Names are
 * not quoted there and may hold dots, so only the object tells where one ends.
 *
 * @returns undefined when the object has no such place
 */
export function placeOf(object: unknown, field: string): FieldPath | undefined {
  if (field === "") return object === undefined ? undefined : [];
  for (const { step, value, rest } of firstSteps(object, field)) {
    const deeper = placeOf(value, rest);
    if (deeper !== undefined) return [step, ...deeper];
  }
  return undefined;
}

interface FirstStep {
  readonly step: Step;
  /** What lies there. */
  readonly value: unknown;
  /** The text behind the step. */
  readonly rest: string;
}

function firstSteps(object: unknown, field: string): FirstStep[] {
  if (Array.isArray(object)) return element(object, field);
  if (!isObject(object)) return [];
  return Object.entries(object).flatMap(([name, value]) => {
    const rest = field.startsWith(`.${name}`) ? field.slice(name.length + 1) : undefined;
    return rest !== undefined && /^($|[.[])/.test(rest) ? [{ step: name, value, rest }] : [];
  });
}

function element(list: readonly unknown[], field: string): FirstStep[] {
  const bracket = firstBracket(field);
  if (bracket === undefined) return [];
  const { step, length } = bracket;
  const found = list.filter((value, index) => isAt(value, index, step));
  return found.map((value) => ({ step, value, rest: field.slice(length) }));
}

function isAt(value: unknown, index: number, step: Step): boolean {
  if (typeof step === "string") return false;
  if (typeof step === "number") return index === step;
  if ("member" in step) return canonicalJson(asJson(value)) === canonicalJson(step.member);
  const keys = keysOf(value, Object.keys(step.keys))?.keys;
  return keys !== undefined && canonicalJson(keys) === canonicalJson(step.keys);
}
