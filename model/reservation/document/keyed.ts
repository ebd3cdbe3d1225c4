/** An object of what is made of each item, by what the item is called. */
export function keyed<T, R>(
  items: readonly T[],
  keyOf: (item: T) => string,
  map: (item: T) => R,
): Record<string, R> {
  return Object.fromEntries(items.map((item) => [keyOf(item), map(item)]));
}
