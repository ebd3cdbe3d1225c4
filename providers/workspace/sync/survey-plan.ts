import type { ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { planText, type PlannedChange } from "../../../model/workspace/sync/plan-lines.js";
import type { PlannedTask } from "../../../model/workspace/sync/task.js";
import type { Plan } from "../../runtime/plan.js";
import type { Assessment } from "./assess.js";
import type { Survey } from "./survey.js";

/**
 * What a survey comes to, for people.
 *
 * @param before revision of the last sync
 */
export function planOf(survey: Survey, before: string | undefined): Plan {
  const { tasks, assessments, warnings, world } = survey;
  const { lines, summary } = planText(tasks.filter(isWork), (key) => changesOf(assessments.get(key)));
  const kept = planText(
    tasks.filter(({ action }) => action === "keep"),
    () => [],
  );
  return {
    summary,
    steps: lines,
    notes: [
      ...(lines.length > 0 ? revisionNote(world.inputs.revision, before) : []),
      ...recreated(assessments),
      ...kept.lines,
      ...warnings.map(({ message }) => message),
    ],
  };
}

/** Whether a task does anything. */
export function isWork({ action }: PlannedTask): boolean {
  return action !== "keep" && action !== "unchanged";
}

function changesOf(assessment: Assessment | undefined): readonly PlannedChange[] {
  return assessment?.change === "change" ? assessment.changes : [];
}

function recreated(assessments: ReadonlyMap<ObjectKey, Assessment>): string[] {
  return [...assessments].flatMap(([key, assessment]) =>
    assessment.change === "recreate" ? [`${key} is deleted and made anew: ${assessment.reason}`] : [],
  );
}

function revisionNote(revision: string, before: string | undefined): string[] {
  if (revision === "") return [];
  return [
    before === undefined || before === revision ? `revision ${revision}` : `revision ${before} → ${revision}`,
  ];
}
