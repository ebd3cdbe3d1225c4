import type { KubeObject } from "../../shared/kubernetes-object.js";
import { entriesOf, fieldsOf, statusOf, succeededCondition, textOf } from "./status-parts.js";

/** What is known of the step that made a task fail. */
export interface FailedStep {
  readonly name?: string;
  readonly container?: string;
  readonly exitCode?: number;
  /** Set where it says more than the task's own reason. */
  readonly reason?: string;
  readonly message?: string;
}

/** Reason of a task whose pod never started. */
export const NEVER_STARTED = "NeverStarted";

/** How steps end that are not to blame. */
const BLAMELESS: ReadonlySet<string> = new Set(["Completed", "Skipped", "Continued", "Cancelled"]);
/** What a container says while it simply has not been started yet. */
const NOT_STARTED: ReadonlySet<string> = new Set(["ContainerCreating", "PodInitializing"]);

/** The first step of a TaskRun that ended badly by itself. */
export function failedStep(taskRun: KubeObject): FailedStep | undefined {
  for (const step of entriesOf(statusOf(taskRun).steps)) {
    const { exitCode, reason } = fieldsOf(step.terminated);
    const how = textOf(step.terminationReason) ?? textOf(reason) ?? "";
    const timedOut = how === "TimeoutExceeded";
    if (typeof exitCode !== "number" || (exitCode === 0 && !timedOut) || BLAMELESS.has(how)) continue;
    return {
      ...named(step.name),
      ...containerNamed(step.container),
      exitCode,
      ...(timedOut ? { reason: "StepTimeout", message: "the step ran longer than its timeout" } : {}),
    };
  }
  return undefined;
}

/** The container for which a pod waits, with the kubelet's words; of a pod that never started, that it did not. */
export function waitingContainer(pod: KubeObject): FailedStep | undefined {
  const status = statusOf(pod);
  const containers = [...entriesOf(status.initContainerStatuses), ...entriesOf(status.containerStatuses)];
  for (const { name, state } of containers) {
    const { reason, message } = fieldsOf(fieldsOf(state).waiting);
    const why = textOf(reason);
    if (why === undefined || NOT_STARTED.has(why)) continue;
    const words = textOf(message);
    return { ...ofContainer(name), reason: why, ...(words === undefined ? {} : { message: words }) };
  }
  const unscheduled = entriesOf(status.conditions).find(
    ({ type, status: answer }) => type === "PodScheduled" && answer === "False",
  );
  const started = containers.some(({ state }) => fieldsOf(state).waiting === undefined);
  if (started || (containers.length === 0 && unscheduled === undefined)) return undefined;
  const words = textOf(unscheduled?.message);
  return {
    reason: NEVER_STARTED,
    message: words === undefined ? "the task's pod never started" : `the task's pod never started: ${words}`,
  };
}

/** The step that runs now, and otherwise why the task does not run. */
export function currentActivity(taskRun: KubeObject): string {
  const running = entriesOf(statusOf(taskRun).steps).find(({ running: since }) => since !== undefined);
  const step = textOf(running?.name);
  if (step !== undefined) return `step ${step}`;
  return succeededCondition(taskRun).reason ?? "Pending";
}

function ofContainer(name: unknown): FailedStep {
  const container = textOf(name);
  if (container === undefined) return {};
  return container.startsWith("step-") ? { name: container.slice("step-".length), container } : { container };
}

function named(name: unknown): FailedStep {
  const text = textOf(name);
  return text === undefined ? {} : { name: text };
}

function containerNamed(container: unknown): FailedStep {
  const text = textOf(container);
  return text === undefined ? {} : { container: text };
}
