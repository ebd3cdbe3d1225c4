import { parseGoDuration } from "../../../shared/duration.js";
import type { JsonValue } from "../../../shared/json.js";
import { parseQuantity } from "../../../shared/quantity.js";
import type { Scalar } from "../types/type-table.js";

const INT32 = { least: -(2 ** 31), most: 2 ** 31 - 1 };
const INT64 = { least: -(2 ** 63), most: 2 ** 63 - 1 };
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([.,]\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Why a value is none of a scalar type, as the end of a sentence; undefined when it is one. */
export const SCALAR_FAULTS: Readonly<Record<Scalar, (value: JsonValue) => string | undefined>> = {
  string: (value) => (typeof value === "string" ? undefined : `must be a text and is ${formOf(value)}`),
  bool: (value) => (typeof value === "boolean" ? undefined : `must be true or false and is ${formOf(value)}`),
  int32: (value) => integerFault(value, INT32),
  int64: (value) => integerFault(value, INT64),
  quantity: (value) => {
    if (typeof value !== "string" && typeof value !== "number") {
      return `must be an amount such as 500m or 1Gi and is ${formOf(value)}`;
    }
    const parsed = parseQuantity(String(value).trim());
    return parsed.ok ? undefined : parsed.reason;
  },
  duration: (value) => {
    if (typeof value !== "string") return `must be a duration such as 1h30m and is ${formOf(value)}`;
    const parsed = parseGoDuration(value);
    return parsed.ok ? undefined : parsed.reason;
  },
  intOrString: (value) => (typeof value === "string" ? undefined : integerFault(value, INT32)),
  time: (value) =>
    typeof value === "string" && RFC3339.test(value)
      ? undefined
      : "must be a time such as 2026-01-31T12:00:00Z",
  paramValue: () => undefined,
  requiredValue: () => undefined,
  any: () => undefined,
};

function integerFault(
  value: JsonValue,
  { least, most }: { readonly least: number; readonly most: number },
): string | undefined {
  if (typeof value !== "number") return `must be a whole number and is ${formOf(value)}`;
  if (!Number.isInteger(value)) return "must be a whole number";
  return value < least || value > most ? `must be between ${least} and ${most}` : undefined;
}

/** What a value is, for messages: never the value itself. */
export function formOf(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const forms: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    boolean: "true or false",
  };
  return forms[typeof value] ?? "an object";
}
