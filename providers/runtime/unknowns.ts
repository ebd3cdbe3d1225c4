/** What the engine sends, whatever the declared type, for a value that is not known yet (rpc.UnknownStringValue). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is or contains the unknown sentinel, at any depth. */
export function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(containsUnknown);
}

/** The paths of every unknown value below a value. */
export function unknownPaths(value: unknown, path: readonly PropertyKey[] = []): PropertyKey[][] {
  if (value === UNKNOWN) return [[...path]];
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownPaths(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => unknownPaths(member, [...path, key]));
}
