import { isObject } from "../../shared/json.js";
import { typeBelow, type KnownType } from "./known-type.js";

/** Whether a value counts as left out: absent, `null`, or a zero that the server does not store. */
export function isLeftOut(value: unknown, type: KnownType | undefined): boolean {
  if (value === undefined || value === null) return true;
  return type?.type === "scalar" && type.zeroIsAbsent && (value === "" || value === 0 || value === false);
}

/**
 * Whether a value is the same as none: left out, what the server fills in anyway, and in typed places an empty list
 * or a map of nothing. An empty struct is a value: `emptyDir: {}`, `podSelector: {}`.
 */
export function isHollow(value: unknown, type: KnownType | undefined, typed: boolean): boolean {
  if (isLeftOut(value, type)) return true;
  if (type?.type === "scalar") return type.defaultsTo !== undefined && type.defaultsTo === value;
  if (!typed) return false;
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value) || type?.type !== "map") return false;
  return Object.values(value).every((content) => isLeftOut(content, typeBelow(type, "")));
}
