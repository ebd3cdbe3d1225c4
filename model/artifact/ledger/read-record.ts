import { isObject } from "../../shared/json.js";
import {
  INSTANCE_STATES,
  type InstanceLease,
  type InstanceRecord,
  type InstanceRef,
  type RunFailure,
} from "./record.js";

/** Answers the path of the first value that does not fit, empty for the value itself; undefined when all do. */
type Check = (value: unknown) => string | undefined;
/** A check for each field; those of `optional` may be absent. Plain functions, since a ledger has thousands of records. */
interface Fields<T> {
  readonly checks: Readonly<Record<keyof T & string, Check>>;
  readonly optional?: readonly (keyof T & string)[];
}

const text = fits((value) => typeof value === "string");
const someText = fits((value) => typeof value === "string" && value !== "");
const time = fits((value) => typeof value === "string" && !Number.isNaN(Date.parse(value)));
const natural = fits((value) => Number.isInteger(value) && Number(value) >= 0);
const attempt = fits((value) => Number.isInteger(value) && Number(value) >= 1);
const truth = fits((value) => typeof value === "boolean");

const lease = object<InstanceLease>({ checks: { holder: text, team: text, since: time, token: text } });
const ref = object<InstanceRef>({ checks: { slot: natural, instance: text } });
const failure = object<RunFailure>({
  checks: {
    phase: fits((value) => value === "build" || value === "clean"),
    task: text,
    step: text,
    exitCode: fits(Number.isInteger),
    reason: text,
    message: text,
    logTail: fits((value) => Array.isArray(value) && value.every((line) => typeof line === "string")),
    at: time,
    retriable: truth,
  },
  optional: ["task", "step", "exitCode"],
});

const record = object<InstanceRecord>({
  checks: {
    instance: someText,
    slot: natural,
    state: fits((value) => INSTANCE_STATES.some((state) => state === value)),
    specHash: someText,
    secretsDigest: text,
    createdAt: time,
    changedAt: time,
    builtAt: time,
    attempt,
    run: text,
    accounts: dictionary(text),
    refs: dictionary(ref),
    lease,
    failure,
  },
  optional: ["secretsDigest", "builtAt", "run", "lease", "failure"],
});

/**
 * The record in a text, or what is wrong with it, as the end of a sentence without any value. What a later version
 * has added stays.
 */
export function readRecord(json: string): InstanceRecord | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { problem: "is no JSON" };
  }
  if (!isRecord(value)) {
    const fault = record(value);
    return { problem: fault === undefined || fault === "" ? "is no object" : `has a fault at ${fault}` };
  }
  const { state, lease: held } = value;
  if ((state === "borrowed") === (held !== undefined)) return value;
  return {
    problem:
      held === undefined ? "has no holder though it is borrowed" : `has a holder though it is ${state}`,
  };
}

function isRecord(value: unknown): value is InstanceRecord {
  return record(value) === undefined;
}

function fits(holds: (value: unknown) => boolean): Check {
  return (value) => (holds(value) ? undefined : "");
}

function object<T>({ checks, optional = [] }: Fields<T>): Check {
  const fields = Object.entries<Check>(checks).map(
    ([key, check]) => [key, check, optional.some((one) => one === key)] as const,
  );
  return (value) => {
    if (!isObject(value)) return "";
    for (const [key, check, mayBeAbsent] of fields) {
      if (mayBeAbsent && value[key] === undefined) continue;
      const fault = check(value[key]);
      if (fault !== undefined) return within(key, fault);
    }
    return undefined;
  };
}

function dictionary(check: Check): Check {
  return (value) => {
    if (!isObject(value)) return "";
    for (const [key, member] of Object.entries(value)) {
      const fault = check(member);
      if (fault !== undefined) return within(key, fault);
    }
    return undefined;
  };
}

function within(key: string, fault: string): string {
  return fault === "" ? key : `${key}.${fault}`;
}
