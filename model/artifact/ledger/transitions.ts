import type { InstanceLease, InstanceRecord, InstanceState, LedgerEntry, RunFailure } from "./record.js";

/** What happens to an instance. Times are RFC 3339. */
export type LedgerEvent =
  /** While a run is made ready and started: its name, and what the instance holds now, added to what it held. */
  | (At & {
      readonly do: "prepare";
      readonly accounts?: InstanceRecord["accounts"];
      readonly refs?: InstanceRecord["refs"];
      readonly secretsDigest?: string;
      readonly run?: string;
    })
  | (At & { readonly do: "built"; readonly results: Readonly<Record<string, string>> })
  | (At & { readonly do: "buildFailed"; readonly failure: RunFailure })
  /** The run of the current phase is gone before its outcome was read. */
  | (At & { readonly do: "vanished"; readonly failure?: RunFailure })
  | (At & { readonly do: "borrow"; readonly holder: string; readonly team: string; readonly token: string })
  /** By the same holder, who lost the token of its lease. */
  | (At & { readonly do: "reborrow"; readonly holder: string; readonly token: string })
  /** By the holder's token; `keep` leaves it clean for the next borrower. */
  | (At & { readonly do: "giveBack"; readonly token: string; readonly keep?: boolean })
  /** By somebody else, for a holder that is gone; refused when another one holds it. */
  | (At & { readonly do: "release"; readonly holder: string })
  | (At & { readonly do: "startClean" })
  | (At & { readonly do: "cleaned" })
  | (At & { readonly do: "cleanFailed"; readonly failure: RunFailure });

interface At {
  readonly at: string;
}

/** What became of an instance: its new entry, nothing at all, or why the event cannot be. */
export type Transition =
  | { readonly ok: true; readonly gone: false; readonly entry: LedgerEntry }
  | { readonly ok: true; readonly gone: true }
  | Refusal;

export interface Refusal {
  readonly ok: false;
  /** For people; names the instance. */
  readonly reason: string;
}

/** States in which each event may come. */
const WHEN: Readonly<Record<LedgerEvent["do"], readonly InstanceState[]>> = {
  prepare: ["building", "cleaning"],
  built: ["building"],
  buildFailed: ["building"],
  vanished: ["building", "cleaning"],
  borrow: ["clean"],
  reborrow: ["borrowed"],
  giveBack: ["borrowed"],
  release: ["borrowed"],
  startClean: ["clean", "dirty", "failed"],
  cleaned: ["cleaning"],
  cleanFailed: ["cleaning"],
};

/** A new instance in a slot that was just taken. */
export function take(
  given: Pick<InstanceRecord, "instance" | "slot" | "specHash"> & { readonly at: string },
): LedgerEntry {
  const { at, ...rest } = given;
  return {
    record: { ...rest, state: "building", createdAt: at, changedAt: at, attempt: 1, accounts: {}, refs: {} },
    results: {},
  };
}

/**
 * What an event makes of an instance. `resourceVersion` and `uid` stay, so that a write of the new entry fails when
 * somebody else was faster.
 */
export function transition(entry: LedgerEntry, event: LedgerEvent): Transition {
  const { record } = entry;
  if (!WHEN[event.do].includes(record.state)) {
    return refusal(
      record,
      `is ${record.state} and must be ${WHEN[event.do].join(" or ")} to ${VERBS[event.do]}`,
    );
  }
  switch (event.do) {
    case "prepare":
      return changed(entry, prepared(record, event));
    case "built":
      return changed(
        { ...entry, results: event.results },
        { ...without(record, "failure"), state: "clean", changedAt: event.at, builtAt: event.at },
      );
    case "buildFailed":
    case "cleanFailed":
      return changed(entry, { ...record, state: "failed", changedAt: event.at, failure: event.failure });
    case "vanished":
      return changed(entry, vanished(record, event));
    case "borrow": {
      const { holder, team, token, at } = event;
      return changed(entry, lent(record, { holder, team, token, since: at }));
    }
    case "reborrow":
      if (record.lease?.holder !== event.holder) return heldByAnother(record, event.holder);
      return changed(entry, { ...record, lease: { ...record.lease, token: event.token } });
    case "giveBack":
      if (record.lease?.token !== event.token) {
        return refusal(record, "is borrowed by somebody else by now");
      }
      return changed(entry, returned(record, event.at, event.keep === true ? "clean" : "dirty"));
    case "release":
      if (record.lease?.holder !== event.holder) return heldByAnother(record, event.holder);
      return changed(entry, returned(record, event.at, "dirty"));
    case "startClean":
      return changed(entry, cleaning(record, event.at, nextCleanAttempt(record)));
    case "cleaned":
      return { ok: true, gone: true };
  }
}

/**
 * Number of the clean run that {@link transition} starts by `startClean`: 1, or one more than that of the clean run
 * that failed.
 */
export function nextCleanAttempt({ state, attempt, failure }: InstanceRecord): number {
  return state === "failed" && failure?.phase === "clean" ? attempt + 1 : 1;
}

const VERBS: Readonly<Record<LedgerEvent["do"], string>> = {
  prepare: "be prepared for a run",
  built: "have been built",
  buildFailed: "have failed its build",
  vanished: "have lost its run",
  borrow: "be borrowed",
  reborrow: "be borrowed again",
  giveBack: "be given back",
  release: "be released",
  startClean: "be cleaned",
  cleaned: "have been cleaned",
  cleanFailed: "have failed its clean run",
};

function prepared(record: InstanceRecord, event: LedgerEvent & { readonly do: "prepare" }): InstanceRecord {
  const { accounts, refs, secretsDigest, run } = event;
  return {
    ...record,
    accounts: { ...record.accounts, ...accounts },
    refs: { ...record.refs, ...refs },
    ...(secretsDigest === undefined ? {} : { secretsDigest }),
    ...(run === undefined ? {} : { run }),
    changedAt: event.at,
  };
}

function vanished(record: InstanceRecord, event: LedgerEvent & { readonly do: "vanished" }): InstanceRecord {
  const { at, failure } = event;
  const known = failure === undefined ? record : { ...record, failure };
  return record.state === "building"
    ? { ...known, state: "dirty", changedAt: at }
    : cleaning(known, at, record.attempt + 1);
}

function cleaning(record: InstanceRecord, at: string, attempt: number): InstanceRecord {
  return { ...without(record, "run"), state: "cleaning", changedAt: at, attempt };
}

function lent(record: InstanceRecord, lease: InstanceLease): InstanceRecord {
  return { ...record, state: "borrowed", changedAt: lease.since, lease };
}

function returned(record: InstanceRecord, at: string, state: "clean" | "dirty"): InstanceRecord {
  return { ...without(record, "lease"), state, changedAt: at };
}

function without<K extends keyof InstanceRecord>(record: InstanceRecord, key: K): Omit<InstanceRecord, K> {
  const copy = { ...record };
  Reflect.deleteProperty(copy, key);
  return copy;
}

function changed(entry: LedgerEntry, record: InstanceRecord): Transition {
  return { ok: true, gone: false, entry: { ...entry, record } };
}

function heldByAnother(record: InstanceRecord, holder: string): Refusal {
  return refusal(record, `is held by ${record.lease?.holder ?? "nobody"} and not by ${holder}`);
}

function refusal({ instance }: InstanceRecord, reason: string): Refusal {
  return { ok: false, reason: `instance ${instance} ${reason}` };
}
