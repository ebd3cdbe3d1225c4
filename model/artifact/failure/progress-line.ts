import type { KubeObject } from "../../shared/kubernetes-object.js";
import { ARTIFACT_LABELS } from "../names.js";
import { currentActivity } from "./step-failure.js";
import { byTime, entriesOf, fieldsOf, statusOf, succeededCondition, taskOf } from "./status-parts.js";

/** Where a run is, in one line: `build Running 1/3 make: step go`. */
export function progressLine(run: KubeObject, taskRuns: readonly KubeObject[]): string {
  const phase = run.metadata.labels?.[ARTIFACT_LABELS.phase] ?? "run";
  const { reason = "Pending" } = succeededCondition(run);
  const spec = fieldsOf(fieldsOf(run.spec).pipelineSpec);
  const total = entriesOf(spec.tasks).length + entriesOf(spec.finally).length;
  const ended = taskRuns.filter((taskRun) => succeededCondition(taskRun).status !== "Unknown");
  const done = new Set([
    ...ended.map(taskOf),
    ...entriesOf(statusOf(run).skippedTasks).map(({ name }) => String(name)),
  ]);
  const current = taskRuns
    .filter((taskRun) => succeededCondition(taskRun).status === "Unknown")
    .toSorted(byTime("startTime"))[0];
  const activity = current === undefined ? "" : ` ${taskOf(current)}: ${currentActivity(current)}`;
  return `${phase} ${reason} ${Math.min(done.size, total)}/${total}${activity}`;
}
