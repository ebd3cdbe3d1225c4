import { z } from "zod";
import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import type { Bag } from "./host-calls.js";
import { withoutRefusedNulls } from "./empty-values.js";
import type { AnyKind } from "./kind.js";
import { problemsOf } from "./schema-problems.js";
import { containsUnknown, unknownPaths } from "./unknowns.js";

export interface ParsedInputs {
  /** Canonical values. A field that contains an unknown is as it came. */
  readonly inputs: Bag;
  /** Names of the fields that contain an unknown. */
  readonly unknown: readonly string[];
  /** Every fault at once. Paths are below the resource; no secret's value is in a reason. */
  readonly problems: readonly Problem[];
}

/**
 * Parses a resource's inputs strictly, fills defaults and normalises. `null` counts as absent wherever the schema
 * does not accept it. Unknown values are tolerated at any depth: what is known is still checked, and rules over
 * the whole wait until all is known.
 *
 * @param raw inputs without the engine's own keys
 * @param standIns values of an earlier time, with which a field that is unknown now is replaced while the others
 *   are normalised, so that they compare with what is stored
 */
export function parseInputs(kind: AnyKind, raw: Bag, standIns: Bag = {}): ParsedInputs {
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));
  const unknown = Object.keys(given).filter((field) => containsUnknown(given[field]));
  if (unknown.length === 0) return { ...parseWhole(kind, given), unknown };

  const known = parseKnown(kind, given, unknown);
  if (known.problems.length > 0) return { ...known, unknown };
  const substitutes = Object.fromEntries(unknown.map((field) => [field, standIns[field]]));
  if (Object.values(substitutes).some((value) => value === undefined || containsUnknown(value))) {
    return { ...known, unknown };
  }
  const whole = parseWhole(kind, { ...given, ...substitutes });
  if (whole.problems.length > 0) return { ...known, unknown };
  const asItCame = Object.fromEntries(unknown.map((field) => [field, given[field]]));
  return { inputs: { ...whole.inputs, ...asItCame }, unknown, problems: [] };
}

type Parsed = Omit<ParsedInputs, "unknown">;

function parseWhole(kind: AnyKind, given: Bag): Parsed {
  const result = withoutRefusedNulls(given, (value) => kind.inputs.safeParse(value));
  if (!result.success) return { inputs: given, problems: problemsOf(kind, result.error.issues, given) };
  const data: unknown = result.data;
  if (!isObject(data)) return { inputs: given, problems: [] };
  const inputs = kind.normalise?.(data) ?? data;
  return { inputs, problems: kind.problems?.(inputs) ?? [] };
}

/** Field by field, since one unknown value must not hide the faults and the defaults of the others. */
function parseKnown(kind: AnyKind, given: Bag, unknown: readonly string[]): Parsed {
  const shape: Readonly<Record<string, z.core.$ZodType>> = kind.inputs.shape;
  const inputs: Bag = {};
  const problems: Problem[] = Object.keys(given)
    .filter((field) => !(field in shape))
    .flatMap((field) =>
      problemsOf(kind, [{ code: "unrecognized_keys", keys: [field], path: [], message: "" }], given),
    );
  for (const [field, schema] of Object.entries(shape)) {
    // As a member, since a schema may tell an absent one from an undefined one.
    const member = z.object({ [field]: schema });
    const own = field in given ? { [field]: given[field] } : {};
    const result = withoutRefusedNulls(own, (value) => member.safeParse(value));
    if (unknown.includes(field)) inputs[field] = given[field];
    else if (result.success && result.data[field] !== undefined) inputs[field] = result.data[field];
    if (result.success) continue;
    problems.push(...problemsOf(kind, result.error.issues, given, unknownPaths(given[field], [field])));
  }
  return { inputs, problems };
}

/** What was found at a target, as far as possible in the form in which inputs are stored. */
export function canonicaliseFound(kind: AnyKind, found: Bag): Bag {
  const whole = parseWhole(kind, found);
  return whole.problems.length === 0 ? whole.inputs : { ...found, ...parseKnown(kind, found, []).inputs };
}
