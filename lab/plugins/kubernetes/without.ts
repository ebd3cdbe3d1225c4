/** A shallow copy without one optional member. */
export function without<T extends object>(value: T, optional: keyof T): T {
  const copy = { ...value };
  Reflect.deleteProperty(copy, optional);
  return copy;
}
