import type { z } from "zod";
import { isObject, type JsonValue } from "../../shared/json.js";
import { parseDate, wireDate } from "../scalars/date.js";
import { MAX_INT64, wireNumber } from "../scalars/int64.js";
import { swapResultCategory } from "../types/enums/result-category.js";
import { DATE, FAR_DATE, INT64, RAW_JSON, RESULT_CATEGORY } from "../types/scalars.js";
import { goJson } from "./go-json.js";
import type { Generation } from "./generation.js";

/** What a scalar looks like inside, or what is wrong with it on the wire, as the end of a sentence. */
export type Scalar = { readonly value: unknown } | { readonly fault: string };

/** How a scalar that is not the same inside and on the wire is read and written. */
export interface ScalarCodec {
  /** @param wire What the wire has; `null` only where {@link ScalarCodec.nullCounts}. */
  readonly decode: (wire: unknown, generation: Generation) => Scalar;
  readonly encode: (value: unknown, generation: Generation) => JsonValue | undefined;
  /** Whether `null` on the wire is a value and not the absence of one. Default false. */
  readonly nullCounts?: boolean;
}

const TOO_LARGE = "is beyond 9007199254740991 and has lost digits on its way through JSON";

/** A date without a year means no particular one here: reading the wire must not depend on today. */
const NO_YEAR = Number.NaN;

const int64: ScalarCodec = {
  decode: (wire) => {
    if (typeof wire !== "number" || !Number.isInteger(wire)) return { fault: "must be a whole number" };
    return Number.isSafeInteger(wire) ? { value: String(wire === 0 ? 0 : wire) } : { fault: TOO_LARGE };
  },
  encode: (value) => (typeof value === "string" ? wireNumber(value) : undefined),
};

const date: ScalarCodec = {
  decode: (wire) => {
    if (typeof wire !== "number" && typeof wire !== "string") return { fault: "must be unix seconds" };
    const parsed = parseDate(wire, NO_YEAR);
    if (!parsed.ok) return { fault: parsed.reason };
    return Number.isNaN(parsed.seconds) ? { fault: "must name its year" } : { value: parsed.seconds };
  },
  encode: (value) => (typeof value === "number" ? wireDate(value) : undefined),
};

const farDate: ScalarCodec = {
  decode: (wire) => {
    if (typeof wire !== "number" || !Number.isInteger(wire)) return { fault: "must be unix seconds" };
    // The largest 64-bit integer arrives rounded up.
    if (wire >= Number(MAX_INT64)) return { value: MAX_INT64 };
    return Number.isSafeInteger(wire) ? { value: String(wire) } : { fault: TOO_LARGE };
  },
  encode: (value) => (typeof value === "string" ? Number(value) : undefined),
};

const resultCategory: ScalarCodec = {
  decode: (wire, generation) =>
    typeof wire === "number"
      ? { value: generation === "pool" ? swapResultCategory(wire) : wire }
      : { fault: "must be a whole number" },
  encode: (value, generation) => {
    if (typeof value !== "number") return undefined;
    return generation === "pool" ? swapResultCategory(value) : value;
  },
};

const rawJson: ScalarCodec = {
  nullCounts: true,
  decode: (wire) => (isJsonValue(wire) ? { value: goJson(wire) } : { fault: "must be JSON" }),
  encode: (value) => {
    if (typeof value !== "string") return undefined;
    if (value === "") return null;
    const parsed: unknown = JSON.parse(value);
    return isJsonValue(parsed) ? parsed : undefined;
  },
};

/** The codecs, by the schema of the scalar. Other scalars are the same on both sides. */
export const SCALAR_CODECS: ReadonlyMap<z.core.$ZodType, ScalarCodec> = new Map<z.core.$ZodType, ScalarCodec>(
  [
    [INT64, int64],
    [DATE, date],
    [FAR_DATE, farDate],
    [RESULT_CATEGORY, resultCategory],
    [RAW_JSON, rawJson],
  ],
);

function isJsonValue(value: unknown): value is JsonValue {
  if (Array.isArray(value)) return value.every(isJsonValue);
  if (isObject(value)) return Object.values(value).every(isJsonValue);
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
