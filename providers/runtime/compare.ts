import { z } from "zod";
import type { Bag } from "./host-calls.js";
import { canonicalText } from "./canonical.js";
import { commonInputNames } from "./common-inputs.js";
import { digestOf } from "./digest.js";
import type { AnyKind } from "./kind.js";
import type { ParsedInputs } from "./parse-inputs.js";
import { digested, type StoredState } from "./stored-state.js";

/** How wanted inputs differ from the stored ones, by a kind's traits. */
export interface Comparison {
  /** Fields that differ for certain. */
  readonly changed: readonly string[];
  readonly unknown: readonly string[];
  /** Changed or unknown fields that replace the resource. */
  readonly replaces: readonly string[];
  /** Changed fields whose change destroys data, unless `allowDataLoss` permits it. */
  readonly dataLoss: readonly string[];
  /** Unknown fields whose change would replace the resource and destroy data, unless permitted. */
  readonly possibleDataLoss: readonly string[];
  /** Something differs, and all of it is kept in the state alone. */
  readonly localOnly: boolean;
  /** Whether an update is needed at all, for whatever reason. */
  readonly any: boolean;
}

/**
 * Compares by the table of the kind's traits. `null` and absent are equal, a new field with a default equals a
 * state that lacks it, and secrets and summarised sets are compared by keyed digest.
 */
export function compare(kind: AnyKind, stored: StoredState, news: ParsedInputs, urn: string): Comparison {
  const hidden = new Set(digested(kind));
  const defaults = defaultsOf(kind);
  const { unknown } = news;
  const changed = Object.keys(kind.inputs.shape).filter((field) => {
    if (unknown.includes(field)) return false;
    const wanted = news.inputs[field];
    if (hidden.has(field)) return digestOf(wanted, stored.token) !== stored.digests[field];
    const have = stored.inputs[field] ?? defaults[field];
    return wanted !== have && canonicalText(wanted) !== canonicalText(have);
  });

  const local = new Set<string>([...commonInputNames, ...(kind.localOnly ?? [])]);
  const further = replacingByValue(
    kind,
    [...changed, ...unknown].filter((field) => !local.has(field)),
    stored,
    news,
  );
  const replacing = new Set([...(kind.replaceOn ?? []), ...further]);
  const replaces = [...replacing].filter((field) => changed.includes(field) || unknown.includes(field));
  const permitted = news.inputs["allowDataLoss"] === true;
  const losing =
    permitted || kind.dataLossOn === undefined ? [] : [...new Set([...kind.dataLossOn, ...further])];

  const moved = urn !== "" && urn !== stored.urn;
  const outdated = stored.revision !== (kind.revision ?? 1);
  const different = changed.length > 0 || unknown.length > 0 || moved;
  return {
    changed,
    unknown,
    replaces,
    dataLoss: losing.filter((field) => changed.includes(field)),
    possibleDataLoss: losing.filter((field) => unknown.includes(field) && replaces.includes(field)),
    localOnly:
      different &&
      !outdated &&
      !stored.pending &&
      [...changed, ...unknown].every((field) => local.has(field)),
    any: different || outdated || stored.pending,
  };
}

/** What the kind says of these values; secrets are kept from it, since it sees only half of their change. */
function replacingByValue(
  kind: AnyKind,
  changed: readonly string[],
  stored: StoredState,
  { inputs, unknown }: ParsedInputs,
): readonly string[] {
  if (kind.replaceWhen === undefined || changed.length === 0) return [];
  const absent = [...digested(kind), ...unknown];
  const news = Object.fromEntries(Object.entries(inputs).filter(([field]) => !absent.includes(field)));
  return kind.replaceWhen({ changed, olds: stored.inputs, news });
}

const knownDefaults = new WeakMap<AnyKind, Bag>();

/** What each field is when a program leaves it out; fields without a default are absent. */
function defaultsOf(kind: AnyKind): Bag {
  let defaults = knownDefaults.get(kind);
  if (defaults === undefined) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = kind.inputs.shape;
    defaults = {};
    for (const [field, schema] of Object.entries(shape)) {
      const result = z.safeParse(schema, undefined);
      if (result.success) defaults[field] = result.data;
    }
    knownDefaults.set(kind, defaults);
  }
  return defaults;
}
