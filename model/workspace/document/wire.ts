import { z } from "zod";
import { documentRegistry } from "./registry.js";

/** The scalar and collection types of the wire. */

export const text = z.string();
export const flag = z.boolean();
export const texts = z.array(text);
/** String keys, string values: labels, annotations. */
export const textMap = z.record(z.string(), z.string());
/** An object that is carried as it is. */
export const anyObject = z.record(z.string(), z.unknown());

/** 32-bit integer: a JSON number. */
export const int32 = z.int32().register(documentRegistry, { format: "int32" });

const INT64_FAULT =
  "must be a 64-bit integer: decimal digits as text, or a number up to 9007199254740991 without a fraction";

/**
 * 64-bit integer: decimal digits as text, without leading zeros. Numbers that JavaScript holds exactly are accepted;
 * larger ones have lost digits before they arrive here and are refused.
 */
export const int64 = z
  .preprocess(
    (value) => (Number.isSafeInteger(value) ? String(value) : value),
    z.string({ error: INT64_FAULT }).transform((given, context) => {
      const value = /^-?[0-9]+$/.test(given) ? BigInt(given) : undefined;
      if (value !== undefined && BigInt.asIntN(64, value) === value) return value.toString();
      context.issues.push({ code: "custom", input: given, message: INT64_FAULT });
      return z.NEVER;
    }),
  )
  .register(documentRegistry, { format: "int64", pattern: "^-?[0-9]+$" });

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Bytes: base64 with padding, in one line. White space inside is accepted. A fault does not repeat the text. */
export const bytes = z
  .string()
  .transform((given, context) => {
    const digits = given.replace(/\s/g, "");
    if (BASE64.test(digits)) return Buffer.from(digits, "base64").toString("base64");
    context.issues.push({
      code: "custom",
      input: "",
      message: "must be base64, as `base64 -w0 FILE` prints",
    });
    return z.NEVER;
  })
  .register(documentRegistry, { format: "byte" });

/** A number, or text such as `50%`. */
export const intOrText = z
  .union([z.int32(), z.string()])
  .register(documentRegistry, { format: "int-or-string" });
