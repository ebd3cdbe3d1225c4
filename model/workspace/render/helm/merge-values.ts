import type { JsonObject, JsonValue } from "../../../shared/json.js";
import { isJsonArray, isJsonObject } from "../json-shape.js";
import type { ValueStep } from "./value-path.js";

/** Values with others over them: objects are merged, anything else is replaced; null stays, since it removes a default. */
export function mergeValues(base: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, isJsonObject(below) && isJsonObject(value) ? mergeValues(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** Values with one of them set; lists grow to the index, with null where nothing was set. */
export function setValue(values: JsonObject, path: readonly ValueStep[], value: JsonValue): JsonObject {
  const set = setIn(values, path, value);
  return isJsonObject(set) ? set : values;
}

function setIn(
  target: JsonValue | undefined,
  [step, ...rest]: readonly ValueStep[],
  value: JsonValue,
): JsonValue {
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list = isJsonArray(target) ? target : [];
    const length = Math.max(list.length, step + 1);
    return Array.from({ length }, (_, index) =>
      index === step ? setIn(list[index], rest, value) : (list[index] ?? null),
    );
  }
  const members = new Map(Object.entries(isJsonObject(target) ? target : {}));
  members.set(step, setIn(members.get(step), rest, value));
  return Object.fromEntries(members);
}
