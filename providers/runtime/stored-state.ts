import { isObject } from "../../model/shared/json.js";
import type { Bag } from "./host-calls.js";
import { digestOf } from "./digest.js";
import type { AnyKind } from "./kind.js";

/** What the runtime keeps beside a kind's own properties, under keys that the engine hides from people. */
export interface Bookkeeping {
  /** The URN under which the resource was last written. Empty in states older than the URN input. */
  readonly urn: string;
  /** The instance token. Empty in a state that create did not write. */
  readonly token: string;
  /** The kind's revision by which the resource was last written. */
  readonly revision: number;
  /** Whether the last create or update stopped half-way, so that the next update must go on. */
  readonly pending: boolean;
  /** HMACs of secret and summarised inputs, keyed with the token. */
  readonly digests: Readonly<Record<string, string>>;
}

/** A resource's outputs as the engine keeps them, taken apart. */
export interface StoredState extends Bookkeeping {
  /** Checked inputs without secret and summarised ones. */
  readonly inputs: Bag;
  /** The kind's outputs and the summaries. */
  readonly outputs: Bag;
}

/** Takes an output bag apart. Keys that the kind does not know are left behind. */
export function readStored(kind: AnyKind, bag: Bag): StoredState {
  const digests = bag["__digests"];
  return {
    urn: textOf(bag["__urn"]),
    token: textOf(bag["__token"]),
    revision: typeof bag["__revision"] === "number" ? bag["__revision"] : 1,
    pending: bag["__pending"] === true,
    digests: isObject(digests)
      ? Object.fromEntries(Object.entries(digests).map(([key, value]) => [key, textOf(value)]))
      : {},
    inputs: pick(bag, storedInputs(kind)),
    outputs: pick(bag, storedOutputs(kind)),
  };
}

/**
 * Puts an output bag together. Only declared properties go in; secret and summarised inputs leave their digest,
 * those absent from `inputs` keep the one they have.
 */
export function writeStored(kind: AnyKind, state: StoredState): Bag {
  const digests: Record<string, string> = {};
  for (const field of digested(kind)) {
    const digest = field in state.inputs ? digestOf(state.inputs[field], state.token) : state.digests[field];
    if (digest !== undefined) digests[field] = digest;
  }
  return {
    ...pick(state.inputs, storedInputs(kind)),
    ...pick(state.outputs, storedOutputs(kind)),
    __urn: state.urn,
    __token: state.token,
    __revision: state.revision,
    ...(state.pending ? { __pending: true } : {}),
    ...(Object.keys(digests).length > 0 ? { __digests: digests } : {}),
  };
}

/** Inputs of which the state keeps a digest instead of the value. */
export function digested(kind: AnyKind): readonly string[] {
  return [...(kind.secretInputs ?? []), ...(kind.summarised ?? [])];
}

/** Names of the inputs whose values the state keeps. */
export function storedInputs(kind: AnyKind): string[] {
  const hidden = digested(kind);
  return Object.keys(kind.inputs.shape).filter((field) => !hidden.includes(field));
}

function storedOutputs(kind: AnyKind): string[] {
  return [...kind.outputs, ...(kind.summarised ?? [])];
}

function pick(bag: Bag, keys: readonly string[]): Bag {
  return Object.fromEntries(
    keys.flatMap((key) => (bag[key] === undefined || bag[key] === null ? [] : [[key, bag[key]]])),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
