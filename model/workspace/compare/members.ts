import { isObject } from "../../shared/json.js";

/** The value of an object's own field; never what an object inherits, such as `constructor`. */
export function member(object: unknown, name: string): unknown {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A copy of an object without some fields; the object itself when it has none of them. */
export function without<T extends object>(object: T, names: ReadonlySet<string>): T;
export function without(object: object, names: ReadonlySet<string>): object {
  if (!Object.keys(object).some((name) => names.has(name))) return object;
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}
