import { explainFailure } from "../../../../model/artifact/failure/explain-failure.js";
import { condition, ended, pod, run, step, taskRun } from "./runs.js";

const FAILED = run(ended("False", "Failed", "Tasks Completed: 1 (Failed: 1)"));
const RUNNING = condition("Unknown", "Running", "Not all Steps in the Task have finished executing");

it("names task, step, code and log of a step that failed", () => {
  const make = taskRun("make", {
    ...ended("False", "StepFailed", '"step-go" exited with code 3'),
    steps: [step("prepare", 0), step("go", 3), step("after", 1, "Skipped")],
  });
  expect(explainFailure(FAILED, [make], [])).toEqual({
    phase: "build",
    task: "make",
    step: "go",
    exitCode: 3,
    reason: "StepFailed",
    message: '"step-go" exited with code 3',
    hint: "See the end of the step's log",
    retriable: true,
    pod: "make-pod",
    container: "step-go",
  });
});

it("does not blame steps that may fail, nor tasks that others ended", () => {
  const continued = taskRun("test", {
    ...ended("False", "FailureIgnored"),
    completionTime: "2026-11-21T11:00:00Z",
    steps: [step("lint", 1)],
  });
  const cancelled = taskRun("end", {
    ...ended("False", "TaskRunCancelled"),
    completionTime: "2026-11-21T11:00:00Z",
  });
  const make = taskRun("make", {
    ...ended("False", "StepFailed"),
    steps: [step("tolerated", 2, "Continued"), step("go", 1, "Error")],
  });
  expect(explainFailure(FAILED, [continued, cancelled, make], [])).toMatchObject({
    task: "make",
    step: "go",
    exitCode: 1,
  });
});

it("blames the task that failed first", () => {
  const at = (task: string, completionTime: string): ReturnType<typeof taskRun> =>
    taskRun(task, { ...ended("False", "StepFailed"), completionTime, steps: [step("go", 1)] });
  const taskRuns = [at("test", "2026-11-21T12:00:02Z"), at("make", "2026-11-21T12:00:01Z")];
  expect(explainFailure(FAILED, taskRuns, []).task).toBe("make");
});

it("tells a step's timeout", () => {
  const make = taskRun("make", {
    ...ended("False", "StepFailed"),
    steps: [step("go", 1, "TimeoutExceeded")],
  });
  expect(explainFailure(FAILED, [make], [])).toMatchObject({
    step: "go",
    reason: "StepTimeout",
    message: "the step ran longer than its timeout",
    hint: "Raise the step's `timeout`, or find out what it waits for",
  });
});

it("tells the kubelet's words about a missing Secret", () => {
  const make = taskRun(
    "make",
    ended("False", "CreateContainerConfigError", "Failed to create pod due to config error"),
  );
  const waiting = { reason: "CreateContainerConfigError", message: 'secret "sec-carv01-dns" not found' };
  const status = { containerStatuses: [{ name: "step-go", state: { waiting } }] };
  expect(explainFailure(FAILED, [make], [pod("make", status)])).toMatchObject({
    task: "make",
    step: "go",
    reason: "CreateContainerConfigError",
    message: 'Failed to create pod due to config error: secret "sec-carv01-dns" not found',
    hint: "Name the shared secret in the unit's `secrets`, and check that this team may use it",
    retriable: false,
    container: "step-go",
  });
});

it("tells an image that cannot be pulled while the run timed out over it", () => {
  const timedOut = run(
    ended("False", "PipelineRunTimeout", 'PipelineRun "x" failed to finish within "5m0s"'),
  );
  const make = taskRun("make", RUNNING);
  const waiting = { reason: "ImagePullBackOff", message: 'Back-off pulling image "nowhere/x"' };
  const status = { initContainerStatuses: [], containerStatuses: [{ name: "step-go", state: { waiting } }] };
  expect(explainFailure(timedOut, [make], [pod("make", status)])).toMatchObject({
    task: "make",
    step: "go",
    reason: "ImagePullBackOff",
    message: 'PipelineRun "x" failed to finish within "5m0s": Back-off pulling image "nowhere/x"',
    retriable: true,
  });
});

it("tells which timeout it was when nothing else is known", () => {
  const tasks = run(
    ended(
      "False",
      "PipelineRunTimeout",
      'PipelineRun "x" failed due to tasks failed to finish within "2m0s"',
    ),
  );
  expect(explainFailure(tasks, [taskRun("make", RUNNING)], [])).toMatchObject({
    task: "make",
    reason: "PipelineRunTimeout",
    hint: "Raise the unit's `timeouts.tasks`",
  });
  const whole = run(ended("False", "PipelineRunTimeout", 'PipelineRun "x" failed to finish within "1h0m0s"'));
  expect(explainFailure(whole, [], []).hint).toContain("`timeouts.pipeline`");
});

it.each([
  [
    { containerStatuses: [{ name: "step-go", state: { waiting: { reason: "ContainerCreating" } } }] },
    "the task's pod never started",
  ],
  [
    { conditions: [{ type: "PodScheduled", status: "False", message: "0/1 nodes are available" }] },
    "the task's pod never started: 0/1 nodes are available",
  ],
])("tells a pod that never started: %j", (status, message) => {
  const make = taskRun(
    "make",
    ended("False", "TaskRunTimeout", 'TaskRun "x" failed to finish within "1m0s"'),
  );
  const failure = explainFailure(FAILED, [make], [pod("make", status)]);
  expect(failure).toMatchObject({ reason: "NeverStarted", task: "make" });
  expect(failure.message).toBe(`TaskRun "x" failed to finish within "1m0s": ${message}`);
});

it("keeps the reason of a task that ended before its pod started", () => {
  const make = taskRun("make", ended("False", "PodAdmissionFailed", "too many pods"));
  const waiting = {
    containerStatuses: [{ name: "step-go", state: { waiting: { reason: "PodInitializing" } } }],
  };
  expect(explainFailure(FAILED, [make], [pod("make", waiting)])).toMatchObject({
    reason: "PodAdmissionFailed",
    message: "too many pods",
  });
});

it("names the task whose result is missing", () => {
  const incomplete = run(ended("True", "Succeeded"), [{ name: "url", value: "$(tasks.make.results.url)" }]);
  expect(explainFailure(incomplete, [taskRun("make", ended("True", "Succeeded"))], [])).toEqual({
    phase: "build",
    task: "make",
    reason: "MissingResult",
    message: 'the run ended well but gave no result "url" of task "make"',
    hint: "Let the task write its result to $(results.<name>.path) on every way it can end",
    retriable: false,
  });
});

it("explains a run that never had a task, and does not try again what the user must correct", () => {
  const message =
    "[User error] PipelineRun train/x can't be Run; it has an invalid spec: missing values for these params: [size]";
  expect(explainFailure(run(ended("False", "PipelineValidationFailed", message)), [], [])).toEqual({
    phase: "build",
    reason: "PipelineValidationFailed",
    message,
    hint: "Give the parameter a value in the task's `paramValues`, or a default",
    retriable: false,
  });
});
