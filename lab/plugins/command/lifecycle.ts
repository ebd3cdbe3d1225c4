import { randomBytes } from "node:crypto";
import { isObject } from "../../../model/shared/json.js";
import { holdsSecret, isAssetOrArchive, plainBag, secret, UNKNOWN, type Bag } from "../rpc/bag.js";
import { changesBetween, pathText, type PropertyDiff } from "../rpc/property-diff.js";
import type { CheckFault, DiffAnswer } from "../rpc/provider.js";
import type { Speaker } from "../rpc/engine-log.js";

/** What an action works with; inputs are plain values. */
export interface Doing {
  readonly say: Speaker;
  /** Aborted when the user interrupts or the resource's own timeout is over. */
  readonly signal: AbortSignal;
  /** Replaces secret values in a text that is shown. */
  readonly redact: (text: string) => string;
  /** The command itself is secret: parts of it that it prints would not be recognised, so nothing is shown. */
  readonly isSecret: boolean;
}

/** One resource type of the package, as data and actions. */
export interface CommandKind {
  /** Input properties; others are outputs. */
  readonly inputs: readonly string[];
  /** Outputs that only running it tells. */
  readonly computed: readonly string[];
  /** Whether another input needs a new resource; `triggers` always do. */
  readonly replacedOnAnyChange?: boolean;
  /** Inputs with defaults filled in, and their faults. */
  readonly check?: (inputs: Bag) => { readonly inputs: Bag; readonly faults: readonly CheckFault[] };
  /** Start of ids: the logical name for commands, nothing for copies. */
  readonly idPrefix: (name: string) => string;
  readonly create: (inputs: Bag, doing: Doing) => Promise<Bag>;
  /** @param olds Recorded inputs and outputs. @returns The computed outputs. */
  readonly update: (inputs: Bag, olds: Bag, doing: Doing) => Promise<Bag>;
  readonly delete: (state: Bag, doing: Doing) => Promise<void>;
}

/** Eight random hex digits after a prefix. */
export function newId(prefix: string): string {
  return `${prefix}${randomBytes(4).toString("hex")}`;
}

/** Compares recorded with wanted inputs. Files count by their content, not by where they lie. */
export function diffInputs(kind: CommandKind, olds: Bag, news: Bag): DiffAnswer {
  const before = inputsOf(kind, plainBag(olds));
  const changes = changesBetween(before, inputsOf(kind, plainBag(news)));
  const details: Record<string, PropertyDiff> = {};
  for (const change of changes) {
    const replace = kind.replacedOnAnyChange === true || change.path[0] === "triggers";
    details[pathText(change.path)] = { kind: change.kind, replace };
  }
  const replaces = Object.keys(details).filter((path) => details[path]?.replace);
  return { changes: changes.length > 0, details, replaces };
}

/** Outputs to record: the inputs as given and what running has told, which is as secret as any input was. */
export function stateOf(inputs: Bag, results: Bag): Bag {
  const isSecret = holdsSecret(inputs);
  const computed = Object.entries(results).map(([key, value]) => [key, isSecret ? secret(value) : value]);
  return { ...inputs, ...(Object.fromEntries(computed) as Bag) };
}

/** What is known of the outputs before running. */
export function unknownState(kind: CommandKind, inputs: Bag): Bag {
  return stateOf(inputs, Object.fromEntries(kind.computed.map((key) => [key, UNKNOWN])));
}

function inputsOf(kind: CommandKind, bag: Bag): Bag {
  const given = kind.inputs.filter((key) => bag[key] !== undefined);
  return Object.fromEntries(given.map((key) => [key, byContent(bag[key])]));
}

function byContent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byContent);
  if (!isObject(value)) return value;
  if (isAssetOrArchive(value) && typeof value["hash"] === "string") return { hash: value["hash"] };
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, byContent(member)]));
}
