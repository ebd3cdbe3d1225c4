import type { z } from "zod";
import { canonicalJson, isObject, type JsonValue } from "../../shared/json.js";
import type { Problem } from "../../shared/problem.js";
import { formatPropertyPath } from "../../shared/property-path.js";
import { parseDate, ZERO_DATE } from "../scalars/date.js";
import { canonicalIp } from "../scalars/ip-address.js";
import { canonicalRange } from "../scalars/ip-range.js";
import { dataSchema, type Data } from "../types/data.js";
import { poolReservationDataSchema, type PoolReservationData } from "../types/pool-reservation.js";
import { DATE, IP, RANGE } from "../types/scalars.js";
import { encode } from "./encode.js";
import { structureOf } from "./structure.js";
import { wireName } from "./wire-name.js";

/**
 * The JSON text of a reservation's data: keys in upstream's order, `[]` and `{}` and never `null`, no white space,
 * dates in unix seconds. The same data always gives the same text; this is what is signed.
 *
 * @throws Failure for a number that JSON cannot carry exactly.
 */
export function documentJson(data: Data): string {
  return JSON.stringify(encode("classic", dataSchema, data, "empty"));
}

/** {@link documentJson} for what is bought for a pool. */
export function poolDocumentJson(data: PoolReservationData): string {
  return JSON.stringify(encode("pool", poolReservationDataSchema, data, "empty"));
}

/**
 * Where `json` and `data_reservation` of a document on the wire differ, as a Go server compares them: an absent list is
 * `null`, but `null` is not `[]`, and a missing date is not 1970. Keys that upstream does not know do not count.
 *
 * @param json The signed text.
 * @param data What stands beside it, as JSON value.
 */
export function documentMismatch(
  json: string,
  data: unknown,
  schema: z.core.$ZodType = dataSchema,
): readonly Problem[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return [{ path: "json", reason: "must be JSON text" }];
  }
  const signed = goValue(schema, parsed);
  const beside = goValue(schema, data);
  return differences(signed, beside, []).map((path) => ({
    path: formatPropertyPath(["data_reservation", ...path]),
    reason: "is not what json says; null is not the same as an empty list",
  }));
}

/** What Go makes of a JSON value: absent keys are zero values, and what was never set is told from what is empty. */
function goValue(schema: z.core.$ZodType, wire: unknown): JsonValue {
  const structure = structureOf(schema);
  switch (structure.kind) {
    case "object": {
      const holder = isObject(wire) ? wire : {};
      return Object.fromEntries(
        structure.fields.map(({ key, schema: field }): [string, JsonValue] => [
          wireName(key),
          goValue(field, holder[wireName(key)]),
        ]),
      );
    }
    case "list":
      return Array.isArray(wire) ? wire.map((item: unknown) => goValue(structure.element, item)) : null;
    case "texts":
      if (!isObject(wire)) return null;
      return Object.fromEntries(
        Object.entries(wire).map(([key, text]): [string, JsonValue] => [key, String(text)]),
      );
    case "scalar":
      return goScalar(structure.schema, structure.json, wire);
  }
}

function goScalar(schema: z.core.$ZodType, json: "string" | "number" | "boolean", wire: unknown): JsonValue {
  if (schema === DATE) {
    const parsed = typeof wire === "number" || typeof wire === "string" ? parseDate(wire, 1) : undefined;
    return parsed?.ok === true ? parsed.seconds : ZERO_DATE;
  }
  if (typeof wire === "string") {
    if (schema === IP) return canonicalIp(wire) ?? wire;
    return schema === RANGE ? (canonicalRange(wire) ?? wire) : wire;
  }
  if (typeof wire === "number" || typeof wire === "boolean") return wire;
  if (wire !== undefined && wire !== null) return JSON.stringify(wire);
  return json === "number" ? 0 : json === "boolean" ? false : "";
}

/** Paths of the innermost places where two values differ. */
function differences(
  left: JsonValue,
  right: JsonValue,
  at: readonly (string | number)[],
): readonly (readonly (string | number)[])[] {
  if (canonicalJson(left) === canonicalJson(right)) return [];
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    const others: readonly JsonValue[] = right;
    return left.flatMap((item: JsonValue, index) => differences(item, others[index] ?? null, [...at, index]));
  }
  if (isObject(left) && isObject(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) => differences(left[key] ?? null, right[key] ?? null, [...at, key]));
  }
  return [at];
}
