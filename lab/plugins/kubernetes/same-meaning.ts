import type { PropertyPath } from "../rpc/property-diff.js";

// Members under these are quantities: the API server writes `1000m` back as `1`.
const QUANTITY_MAPS: ReadonlySet<unknown> = new Set([
  "allocatable",
  "capacity",
  "default",
  "defaultRequest",
  "hard",
  "limits",
  "max",
  "maxLimitRequestRatio",
  "min",
  "podFixed",
  "requests",
]);
const QUANTITY_FIELDS: ReadonlySet<unknown> = new Set(["averageValue", "divisor", "sizeLimit"]);

// Suffixes of k8s.io/apimachinery resource.Quantity.
const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Whether two scalars at a place in an object are one value in different spellings. */
export function isSameMeaning(path: PropertyPath, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!QUANTITY_FIELDS.has(path.at(-1)) && !QUANTITY_MAPS.has(path.at(-2))) return false;
  const [x, y] = [quantity(a), quantity(b)];
  if (x === undefined || y === undefined) return false;
  return Math.abs(x - y) <= Number.EPSILON * 4 * Math.max(Math.abs(x), Math.abs(y));
}

function quantity(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const [, number, suffix] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)(\D{0,2})$/.exec(value) ?? [];
  const factor = suffix === undefined ? undefined : FACTORS[suffix];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
