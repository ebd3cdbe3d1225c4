import { parseGoDuration } from "../../shared/duration.js";
import { parseQuantity } from "../../shared/quantity.js";
import type { ScalarFormat } from "./known-type.js";

/** Whether two scalars mean the same in a format. What does not parse is the same only when it is written alike. */
export function sameScalar(format: ScalarFormat, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  switch (format) {
    case "plain":
      return false;
    case "quantity":
      return equal(quantityOf(a), quantityOf(b));
    case "duration":
      return equal(durationOf(a), durationOf(b));
    case "bytes":
      return equal(base64Of(a), base64Of(b));
  }
}

function equal(a: unknown, b: unknown): boolean {
  return a !== undefined && a === b;
}

/** YAML writes many quantities as numbers. */
function quantityOf(value: unknown): bigint | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const parsed = parseQuantity(String(value));
  return parsed.ok ? parsed.nano : undefined;
}

function durationOf(value: unknown): bigint | undefined {
  if (typeof value !== "string") return undefined;
  const parsed = parseGoDuration(value);
  return parsed.ok ? parsed.nanoseconds : undefined;
}

/** The API server reads base64 over line ends, and stores it without. */
function base64Of(value: unknown): string | undefined {
  return typeof value === "string" ? value.replace(/[\r\n]/g, "") : undefined;
}
