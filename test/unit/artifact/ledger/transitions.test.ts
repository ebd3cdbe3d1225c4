import fc from "fast-check";
import {
  INSTANCE_STATES,
  type InstanceState,
  type LedgerEntry,
  type RunFailure,
} from "../../../../model/artifact/ledger/record.js";
import {
  type LedgerEvent,
  nextCleanAttempt,
  take,
  transition,
} from "../../../../model/artifact/ledger/transitions.js";

const T0 = "2026-11-21T12:00:00Z";
const T1 = "2026-11-21T12:01:00Z";

function failureIn(phase: "build" | "clean"): RunFailure {
  return {
    phase,
    task: "make",
    step: "go",
    exitCode: 3,
    reason: "StepFailed",
    message: "exit code 3",
    logTail: ["no"],
    at: T1,
    retriable: true,
  };
}

const EVENTS: Readonly<Record<LedgerEvent["do"], LedgerEvent>> = {
  prepare: {
    do: "prepare",
    at: T1,
    accounts: { gcp: "a" },
    refs: { net: { slot: 0, instance: "0-zzzzz" } },
    run: "run-1",
  },
  built: { do: "built", at: T1, results: { endpoint: "https://x" } },
  buildFailed: { do: "buildFailed", at: T1, failure: failureIn("build") },
  vanished: { do: "vanished", at: T1, failure: failureIn("build") },
  borrow: { do: "borrow", at: T1, holder: "web", team: "shop", token: "secret" },
  reborrow: { do: "reborrow", at: T1, holder: "web", token: "secret-2" },
  giveBack: { do: "giveBack", at: T1, token: "secret" },
  release: { do: "release", at: T1, holder: "web" },
  startClean: { do: "startClean", at: T1 },
  cleaned: { do: "cleaned", at: T1 },
  cleanFailed: { do: "cleanFailed", at: T1, failure: failureIn("clean") },
};

function after(entry: LedgerEntry, ...events: LedgerEvent[]): LedgerEntry {
  return events.reduce((current, event) => {
    const next = transition(current, event);
    if (!next.ok || next.gone) throw new Error(JSON.stringify(next));
    return next.entry;
  }, entry);
}

const TAKEN = take({ instance: "2-abcde", slot: 2, specHash: "hash", at: T0 });
const CLEAN = after(TAKEN, EVENTS.prepare, EVENTS.built);

const IN: Readonly<Record<InstanceState, LedgerEntry>> = {
  building: TAKEN,
  clean: CLEAN,
  borrowed: after(CLEAN, EVENTS.borrow),
  dirty: after(CLEAN, EVENTS.borrow, EVENTS.giveBack),
  cleaning: after(CLEAN, EVENTS.startClean),
  failed: after(TAKEN, EVENTS.buildFailed),
};

describe("each event in each state", () => {
  const OUTCOMES: Readonly<
    Record<LedgerEvent["do"], Partial<Record<InstanceState, InstanceState | "gone">>>
  > = {
    prepare: { building: "building", cleaning: "cleaning" },
    built: { building: "clean" },
    buildFailed: { building: "failed" },
    vanished: { building: "dirty", cleaning: "cleaning" },
    borrow: { clean: "borrowed" },
    reborrow: { borrowed: "borrowed" },
    giveBack: { borrowed: "dirty" },
    release: { borrowed: "dirty" },
    startClean: { clean: "cleaning", dirty: "cleaning", failed: "cleaning" },
    cleaned: { cleaning: "gone" },
    cleanFailed: { cleaning: "failed" },
  };

  it.each(Object.values(EVENTS))("$do", (event) => {
    for (const state of INSTANCE_STATES) {
      const next = transition(IN[state], event);
      const outcome = !next.ok ? undefined : next.gone ? "gone" : next.entry.record.state;
      expect([state, outcome]).toEqual([state, OUTCOMES[event.do][state]]);
      if (!next.ok) expect(next.reason).toMatch(new RegExp(`^instance 2-abcde is ${state} and must be `));
    }
  });
});

it("takes a slot with nothing in it", () => {
  expect(TAKEN).toEqual({
    record: {
      ...{ instance: "2-abcde", slot: 2, specHash: "hash", state: "building", attempt: 1 },
      ...{ createdAt: T0, changedAt: T0, accounts: {}, refs: {} },
    },
    results: {},
  });
});

it("adds to what an instance holds, and keeps it until the end", () => {
  const more = after(TAKEN, EVENTS.prepare, {
    do: "prepare",
    at: T1,
    accounts: { aws: "b" },
    secretsDigest: "digest",
  });
  expect(more.record).toMatchObject({
    ...{ accounts: { gcp: "a", aws: "b" }, refs: { net: { slot: 0, instance: "0-zzzzz" } } },
    ...{ run: "run-1", secretsDigest: "digest", createdAt: T0, changedAt: T1 },
  });
  const used = after(
    more,
    EVENTS.built,
    EVENTS.borrow,
    EVENTS.giveBack,
    EVENTS.startClean,
    EVENTS.cleanFailed,
  );
  expect(used.record).toMatchObject({ accounts: more.record.accounts, refs: more.record.refs });
  expect(used.results).toEqual({ endpoint: "https://x" });
});

it("remembers when a build ended, and forgets no failure before a build", () => {
  expect(CLEAN.record).toMatchObject({ state: "clean", builtAt: T1, changedAt: T1 });
  expect(after(TAKEN, EVENTS.vanished).record).toMatchObject({ state: "dirty", failure: failureIn("build") });
});

describe("a loan", () => {
  it("has a holder, and ends by its token alone", () => {
    expect(IN.borrowed.record.lease).toEqual({ holder: "web", team: "shop", since: T1, token: "secret" });
    expect(transition(IN.borrowed, { do: "giveBack", at: T1, token: "guessed" })).toEqual({
      ok: false,
      reason: "instance 2-abcde is borrowed by somebody else by now",
    });
    expect(IN.dirty.record.lease).toBeUndefined();
  });

  it("may leave the instance clean", () => {
    const kept = after(IN.borrowed, { do: "giveBack", at: T1, token: "secret", keep: true });
    expect(kept.record.state).toBe("clean");
    expect(kept.record.lease).toBeUndefined();
  });

  it("is taken up again and released only by the name of its holder", () => {
    const renewed = after(IN.borrowed, { ...EVENTS.reborrow, at: "2026-11-21T13:00:00Z" });
    expect(renewed.record.lease).toEqual({ holder: "web", team: "shop", since: T1, token: "secret-2" });
    for (const event of ["reborrow", "release"] as const) {
      expect(transition(IN.borrowed, { do: event, at: T1, holder: "api", token: "mine" })).toEqual({
        ok: false,
        reason: "instance 2-abcde is held by web and not by api",
      });
    }
  });
});

describe("clean runs are numbered", () => {
  it("from 1, after a build and whatever became of it", () => {
    for (const state of ["clean", "dirty", "failed"] as const) {
      expect(nextCleanAttempt(IN[state].record)).toBe(1);
      const { record } = after(IN[state], EVENTS.startClean);
      expect(record).toMatchObject({ state: "cleaning", attempt: 1 });
      expect(record.run).toBeUndefined();
    }
  });

  it("up, when one failed or vanished", () => {
    const failed = after(IN.cleaning, EVENTS.cleanFailed);
    expect(nextCleanAttempt(failed.record)).toBe(2);
    const third = after(
      failed,
      EVENTS.startClean,
      { do: "prepare", at: T1, run: "run-2" },
      { do: "vanished", at: T1 },
    );
    expect(third.record).toMatchObject({ state: "cleaning", attempt: 3 });
    expect(third.record.run).toBeUndefined();
    expect(after(third, EVENTS.cleanFailed, EVENTS.startClean).record.attempt).toBe(4);
  });
});

it("never cleans what is borrowed, never loses its slot, spec or version, and has a holder only when borrowed", () => {
  const events = fc.array(fc.constantFrom(...Object.values(EVENTS)), { maxLength: 30 });
  fc.assert(
    fc.property(events, (list) => {
      let entry: LedgerEntry = { ...TAKEN, resourceVersion: "7", uid: "u" };
      for (const event of list) {
        const before = entry;
        const next = transition(entry, event);
        expect(transition(before, event)).toEqual(next);
        if (!next.ok) continue;
        if (next.gone) return;
        entry = next.entry;
        expect(entry).toMatchObject({
          resourceVersion: "7",
          uid: "u",
          record: { slot: 2, specHash: "hash", createdAt: T0 },
        });
        expect(entry.record.lease !== undefined).toBe(entry.record.state === "borrowed");
        if (before.record.state === "borrowed") expect(entry.record.state).not.toBe("cleaning");
      }
    }),
  );
});
