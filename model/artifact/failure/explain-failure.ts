import type { KubeObject } from "../../shared/kubernetes-object.js";
import { ARTIFACT_LABELS, type ArtifactPhase } from "../names.js";
import { failureAdvice } from "./hints.js";
import { declaredResults, MISSING_RESULT, runOutcome } from "./run-outcome.js";
import { type FailedStep, failedStep, NEVER_STARTED, waitingContainer } from "./step-failure.js";
import {
  byTime,
  statusOf,
  type SucceededCondition,
  succeededCondition,
  taskOf,
  textOf,
} from "./status-parts.js";

/** Why a run failed: which task, which step, with what code, and what to do. */
export interface ExplainedFailure {
  readonly phase: ArtifactPhase;
  readonly task?: string;
  readonly step?: string;
  readonly exitCode?: number;
  /** Tekton's reason, or the pod's where that says more. */
  readonly reason: string;
  readonly message: string;
  readonly hint?: string;
  /** Whether another attempt with the same spec makes sense. */
  readonly retriable: boolean;
  /** Pod and container whose log tells more. */
  readonly pod?: string;
  readonly container?: string;
}

/** Reasons of TaskRuns that were ended because another one had failed. */
const ENDED_BY_OTHERS: ReadonlySet<string> = new Set(["TaskRunCancelled", "FailureIgnored"]);

/**
 * Explains a failed PipelineRun.
 *
 * @param taskRuns The TaskRuns of the run, in any order.
 * @param pods The pods of the TaskRuns, as far as they are there.
 */
export function explainFailure(
  run: KubeObject,
  taskRuns: readonly KubeObject[],
  pods: readonly KubeObject[],
): ExplainedFailure {
  const { reason, message } = runOutcome(run);
  const phase = run.metadata.labels?.[ARTIFACT_LABELS.phase] === "clean" ? "clean" : "build";
  if (reason === MISSING_RESULT) {
    const task = missingResultTask(run);
    return advised({ phase, reason, message, ...(task === undefined ? {} : { task }) });
  }
  const taskRun = failingTaskRun(taskRuns);
  if (taskRun === undefined) return advised({ phase, reason, message });

  const condition = succeededCondition(taskRun);
  const podName = textOf(statusOf(taskRun).podName);
  const pod = pods.find(({ metadata }) => podName !== undefined && metadata.name === podName);
  const step = failedStep(taskRun) ?? waitedFor(condition, pod);
  const timedOut = reason.startsWith("PipelineRunTimeout");
  return advised({
    phase,
    task: taskOf(taskRun),
    ...stepFields(step),
    reason: step?.reason ?? (timedOut ? reason : (condition.reason ?? reason)),
    message: messageOf(timedOut ? message : condition.message, step?.message) ?? message,
    ...(podName === undefined ? {} : { pod: podName }),
  });
}

/** What a pod waits for; that it never started says less than a reason that the task has already ended for. */
function waitedFor(condition: SucceededCondition, pod: KubeObject | undefined): FailedStep | undefined {
  const waiting = pod === undefined ? undefined : waitingContainer(pod);
  const endedByItself = condition.status === "False" && condition.reason !== "TaskRunTimeout";
  return endedByItself && waiting?.reason === NEVER_STARTED ? undefined : waiting;
}

/** A failed one first, then whichever has not ended: a run that timed out leaves those. */
function failingTaskRun(taskRuns: readonly KubeObject[]): KubeObject | undefined {
  const failed = taskRuns
    .filter((taskRun) => succeededCondition(taskRun).status === "False")
    .toSorted(byTime("completionTime"));
  const culprit = failed.find((taskRun) => !ENDED_BY_OTHERS.has(succeededCondition(taskRun).reason ?? ""));
  const running = taskRuns
    .filter((taskRun) => succeededCondition(taskRun).status === "Unknown")
    .toSorted(byTime("startTime"));
  return culprit ?? running[0] ?? failed[0];
}

function missingResultTask(run: KubeObject): string | undefined {
  const { results } = runOutcome(run);
  return declaredResults(run).find(({ name }) => !Object.hasOwn(results, name))?.task;
}

function stepFields(step: FailedStep | undefined): Partial<ExplainedFailure> {
  if (step === undefined) return {};
  return {
    ...(step.name === undefined ? {} : { step: step.name }),
    ...(step.exitCode === undefined ? {} : { exitCode: step.exitCode }),
    ...(step.container === undefined ? {} : { container: step.container }),
  };
}

function messageOf(outer: string | undefined, inner: string | undefined): string | undefined {
  if (outer === undefined || inner === undefined) return outer ?? inner;
  return outer.includes(inner) ? outer : `${outer}: ${inner}`;
}

function advised(failure: Omit<ExplainedFailure, "retriable" | "hint">): ExplainedFailure {
  return { ...failure, ...failureAdvice(failure.reason, failure.message) };
}
