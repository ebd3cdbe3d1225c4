import { isObject } from "../../../../model/shared/json.js";

/** The member of a parsed document under a path; undefined where there is none. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((found, step) => (isObject(found) ? found[step] : undefined), value);
}

/** Members of an object, or none. */
export function membersOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** Every value under a key, at any depth. */
export function allUnder(value: unknown, key: string): unknown[] {
  const inner = Array.isArray(value) ? value : membersOf(value).map(([, member]) => member);
  const own = isObject(value) && key in value ? [value[key]] : [];
  return [...own, ...inner.flatMap((member: unknown) => allUnder(member, key))];
}
