import { z } from "zod";
import { isInt64Text } from "../scalars/int64.js";
import { canonicalIp } from "../scalars/ip-address.js";
import { canonicalRange } from "../scalars/ip-range.js";
import { ZERO_DATE } from "../scalars/date.js";

/**
 * The scalars of the internal model. Each name in capitals is a value that must be there, as in lists; each function
 * of the same meaning is a field, which has Go's zero value when it is left out.
 */

/** 64-bit integer as decimal text. Numbers up to 2^53 − 1 are accepted and turned into text. */
export const INT64 = z.union(
  [z.string().refine(isInt64Text), z.int().transform((number) => String(number === 0 ? 0 : number))],
  { error: "must be a 64-bit integer as decimal digits" },
);
/** Any whole number that JSON carries: counts, sizes, ports. */
export const WHOLE = z.int();
/** Number of an enumeration; numbers that it does not have are kept, since they enter signatures. */
export const UINT8 = z.int().min(0).max(255);
/** 32-bit number without a sign. */
export const UINT32 = z.int().min(0).max(0xffffffff);
/** Number with or without a fraction. */
export const AMOUNT = z.number();
export const TEXT = z.string();
export const FLAG = z.boolean();
/** Unix seconds. */
export const DATE = z.int();
/** IP address in its one form, or `""`. */
export const IP = z.string().transform(canonicalOr(canonicalIp, "must be an IP address"));
/** Address and length of its network part, host bits kept, or `""`. */
export const RANGE = z
  .string()
  .transform(canonicalOr(canonicalRange, "must be an IP range, as 10.10.1.0/24"));
/** Category of a result in the numbers of the source document. */
export const RESULT_CATEGORY = z.int().min(0).max(255);
/** JSON text exactly as it was sent, `""` for none. */
export const RAW_JSON = z
  .string()
  .refine((text) => text === "" || isJson(text), { error: "must be JSON text" });
/** A time so far away that JSON numbers may not hold it: unix seconds as decimal text. */
export const FAR_DATE = z.string().refine(isInt64Text, { error: "must be unix seconds as decimal digits" });

export const id = () => INT64.default("0");
export const whole = () => WHOLE.default(0);
export const uint8 = () => UINT8.default(0);
export const uint32 = () => UINT32.default(0);
export const amount = () => AMOUNT.default(0);
export const text = () => TEXT.default("");
export const flag = () => FLAG.default(false);
/** A date that is left out is the missing date, not 1970. */
export const date = () => DATE.default(ZERO_DATE);
export const ip = () => IP.default("");
export const range = () => RANGE.default("");
export const list = <S extends z.ZodType>(element: S) => z.array(element).prefault([]);
export const texts = () => z.record(z.string(), z.string()).default({});

function canonicalOr(canonical: (text: string) => string | undefined, message: string) {
  return (given: string, context: z.RefinementCtx<string>): string => {
    const found = canonical(given);
    if (found !== undefined) return found;
    context.issues.push({ code: "custom", input: given, message });
    return z.NEVER;
  };
}

function isJson(given: string): boolean {
  try {
    JSON.parse(given);
    return true;
  } catch {
    return false;
  }
}
