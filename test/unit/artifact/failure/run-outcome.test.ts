import { runOutcome } from "../../../../model/artifact/failure/run-outcome.js";
import { condition, ended, run } from "./runs.js";

it("takes a run without status as running", () => {
  expect(runOutcome({ ...run({}), status: undefined })).toEqual({
    state: "running",
    results: {},
    reason: "Pending",
    message: "",
  });
});

it("does not go by the reason", () => {
  expect(runOutcome(run(condition("Unknown", "Failed"))).state).toBe("running");
  expect(runOutcome(run(ended("True", "Failed"))).state).toBe("succeeded");
  expect(runOutcome(run(ended("False", "Succeeded"))).state).toBe("failed");
});

it("waits for the completion time", () => {
  expect(runOutcome(run(condition("False", "Failed"))).state).toBe("running");
});

it("gives results as texts, and times", () => {
  const results = [
    { name: "url", value: "https://x" },
    { name: "list", value: ["a", "b"] },
    { name: "object", value: { a: "b" } },
    { name: "nothing" },
  ];
  const status = {
    ...ended("True", "Completed", "Tasks Completed: 2"),
    startTime: "2026-11-21T12:00:00Z",
    results,
  };
  expect(runOutcome(run(status))).toEqual({
    state: "succeeded",
    results: { url: "https://x", list: '["a","b"]', object: '{"a":"b"}', nothing: '""' },
    reason: "Completed",
    message: "Tasks Completed: 2",
    startedAt: "2026-11-21T12:00:00Z",
    completedAt: "2026-11-21T12:01:00Z",
  });
});

it("fails a run that gives less than it declares", () => {
  const declared = [
    { name: "url", value: "$(tasks.make.results.url)" },
    { name: "list", value: ["$(tasks.make.results.a)", "$(tasks.test.results.b)"] },
  ];
  expect(runOutcome(run(ended("True", "Succeeded"), declared))).toMatchObject({
    state: "failed",
    reason: "MissingResult",
    message: 'the run ended well but gave no result "url" of task "make", "list"',
  });
  const results = declared.map(({ name }) => ({ name, value: "" }));
  expect(runOutcome(run({ ...ended("True", "Succeeded"), results }, declared)).state).toBe("succeeded");
});

it("takes a run as gone that does not exist, or is deleted before its end", () => {
  expect(runOutcome(undefined)).toMatchObject({ state: "gone", reason: "NotFound" });
  const deleted = (status: object): ReturnType<typeof run> => {
    const one = run(status);
    return { ...one, metadata: { ...one.metadata, deletionTimestamp: "2026-11-21T12:00:30Z" } };
  };
  expect(runOutcome(deleted(condition("Unknown", "Running")))).toMatchObject({
    state: "gone",
    reason: "Deleted",
  });
  expect(runOutcome(deleted(ended("True", "Succeeded"))).state).toBe("succeeded");
});

it("does not stumble over a status of another form", () => {
  for (const status of [null, "x", 7, { conditions: "x" }, { conditions: [null], results: [null, "x"] }]) {
    expect(runOutcome({ ...run({}), status }).state).toBe("running");
  }
});
