import {
  buildGate,
  type Budget,
  cleanGate,
  consecutiveFailures,
  currentBudget,
  withOutcome,
} from "../../../../model/artifact/plan/budget.js";
import { poolSettings, type PoolSettingsInput } from "../../../../model/artifact/settings.js";
import { before, NOON } from "./views.js";

const EMPTY: Budget = { specHash: "new", outcomes: "" };

function retry(given: PoolSettingsInput["retry"] = {}) {
  return poolSettings.parse({ retry: given }).retry;
}

function failure(secondsAgo = 0, retriable = true) {
  return { at: before(secondsAgo), message: "make/go: exit code 3", retriable };
}

describe("what is remembered", () => {
  it("is the outcomes of the last 20 builds, and the last failure until a success", () => {
    const failed = withOutcome(withOutcome(EMPTY), failure(7));
    expect(failed).toEqual({
      specHash: "new",
      outcomes: "sf",
      lastFailureAt: before(7),
      lastFailure: "make/go: exit code 3",
    });
    expect(consecutiveFailures(failed)).toBe(1);
    expect(withOutcome(failed)).toEqual({ specHash: "new", outcomes: "sfs" });
    const many = Array.from({ length: 30 }).reduce<Budget>((budget) => withOutcome(budget, failure()), EMPTY);
    expect(many.outcomes).toBe("f".repeat(20));
  });

  it("is forgotten with another spec or token, and a token's time stays", () => {
    const failed = withOutcome(EMPTY, failure());
    expect(currentBudget(failed, "new", retry(), NOON)).toBe(failed);
    expect(currentBudget(failed, "newer", retry(), NOON)).toEqual({ specHash: "newer", outcomes: "" });
    const reset = currentBudget(failed, "new", retry({ resetToken: "again" }), NOON);
    expect(reset).toEqual({ specHash: "new", outcomes: "", resetToken: "again", resetAt: before(0) });
    const later = currentBudget(reset, "newer", retry({ resetToken: "again" }), NOON + 1000);
    expect(later).toEqual({ ...reset, specHash: "newer" });
    expect(withOutcome(reset)).toEqual({ ...reset, outcomes: "s" });
    expect(currentBudget(undefined, "new", retry({ resetToken: "x" }), NOON)).toEqual({
      ...{ specHash: "new", outcomes: "", resetToken: "x" },
    });
  });
});

describe("builds", () => {
  it("are free before a failure and after a success", () => {
    for (const outcomes of ["", "fffffffs"]) {
      expect(buildGate({ ...EMPTY, outcomes }, retry(), NOON)).toEqual({ limit: Infinity });
    }
  });

  it.each([
    [1, 5],
    [2, 10],
    [3, 20],
    [4, 40],
    [5, 80],
  ])("wait after %i failures for %i seconds, and are then few", (failures, pause) => {
    const outcomes = `${"s".repeat(15)}${"f".repeat(failures)}`;
    const after = (seconds: number) =>
      buildGate({ ...EMPTY, outcomes, lastFailureAt: before(seconds) }, retry({ maxFailedRatio: 0.5 }), NOON);
    expect(after(pause - 1)).toEqual({ limit: 0, retryAt: NOON + 1000 });
    expect(after(pause)).toEqual({ limit: 6 - failures });
  });

  it("wait as long as the last pause once all are used", () => {
    const budget = { ...EMPTY, outcomes: "ffff", lastFailureAt: before(0) };
    expect(buildGate(budget, retry({ backoff: [0, "1m"] }), NOON).retryAt).toBe(NOON + 60_000);
  });

  it.each([
    ["ffffff", /^builds have stopped after 6 failures in a row; change the spec, or retry.resetToken/],
    ["sssssssssfff", /^builds have stopped: 3 of the last 12 failed/],
  ])("stop after %s", (outcomes, reason) => {
    const gate = buildGate({ ...EMPTY, outcomes, lastFailureAt: before(9999) }, retry(), NOON);
    expect(gate).toEqual({ limit: 0, stopped: expect.stringMatching(reason) as string });
  });

  it.each(["fffff", "ssssssssssssff"])("do not stop after %s", (outcomes) => {
    const gate = buildGate({ ...EMPTY, outcomes, lastFailureAt: before(9999) }, retry(), NOON);
    expect(gate.limit).toBeGreaterThan(0);
  });

  it("stop at once when the same spec would fail again", () => {
    const gate = buildGate(withOutcome(EMPTY, failure(9999, false)), retry(), NOON);
    expect(gate.stopped).toMatch(/^builds have stopped: the spec would fail again \(the last one: make\/go/);
    expect(buildGate(withOutcome(withOutcome(EMPTY, failure(0, false))), retry(), NOON).limit).toBe(Infinity);
  });
});

describe("a failed clean run", () => {
  it("is tried again after a pause, as often as builds are", () => {
    const gate = (attempt: number, secondsAgo: number) =>
      cleanGate({ attempt, failure: failure(secondsAgo) }, EMPTY, retry(), NOON);
    expect(gate(1, 4)).toEqual({ retryAt: NOON + 1000 });
    expect(gate(1, 5)).toBe("now");
    expect(gate(5, 80)).toBe("now");
    expect(gate(6, 9999)).toBe("never");
  });

  it("is given up at once when it would fail again, until the token is another", () => {
    const given = { attempt: 1, failure: failure(60, false) };
    expect(cleanGate(given, EMPTY, retry(), NOON)).toBe("never");
    expect(cleanGate(given, { ...EMPTY, resetAt: before(59) }, retry(), NOON)).toBe("now");
    expect(cleanGate(given, { ...EMPTY, resetAt: before(61) }, retry(), NOON)).toBe("never");
  });
});
