import { progressLine } from "../../../../model/artifact/failure/progress-line.js";
import { condition, ended, run, taskRun } from "./runs.js";

const RUNNING = run(condition("Unknown", "Running"));
const going = { ...condition("Unknown", "Running"), startTime: "2026-11-21T12:00:01Z" };

it("tells phase, state, tasks done, and the step that runs", () => {
  const steps = [
    { name: "prepare", terminated: { exitCode: 0 } },
    { name: "go", running: { startedAt: "x" } },
  ];
  const taskRuns = [taskRun("make", ended("True", "Succeeded")), taskRun("test", { ...going, steps })];
  expect(progressLine(RUNNING, taskRuns)).toBe("build Running 1/3 test: step go");
});

it("tells why a task does not run yet", () => {
  expect(progressLine(RUNNING, [taskRun("make", condition("Unknown", "PullImageFailed"))])).toBe(
    "build Running 0/3 make: PullImageFailed",
  );
});

it("takes the task that started first", () => {
  const later = taskRun("test", { ...going, startTime: "2026-11-21T12:00:02Z" });
  expect(progressLine(RUNNING, [later, taskRun("make", going)])).toBe("build Running 0/3 make: Running");
});

it("counts skipped tasks as done and retried ones once", () => {
  const status = { ...condition("Unknown", "Running"), skippedTasks: [{ name: "test" }] };
  const make = taskRun("make", ended("False", "StepFailed"));
  expect(progressLine(run(status), [make, make])).toBe("build Running 2/3");
});

it("tells a run that nobody has looked at yet", () => {
  expect(progressLine({ ...run({}), status: undefined }, [])).toBe("build Pending 0/3");
});
