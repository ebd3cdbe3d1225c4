import { isKubeError, type KubeError } from "../../../clients/kubernetes/errors.js";
import { Failure } from "../../../model/shared/errors.js";
import type { ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { planText, type PlannedChange } from "../../../model/workspace/sync/plan-lines.js";
import type { PlannedTask } from "../../../model/workspace/sync/task.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { SyncInputs, SyncOutputs } from "../sync.js";
import type { Assessment } from "./assess.js";
import { newFindings } from "./findings.js";
import { planOffline } from "./plan-offline.js";
import { newIdentity } from "./operation-start.js";
import { inTheWay, mustRunHooks } from "./run-sync.js";
import { type Survey, surveyForPlan } from "./survey.js";
import { openWorkspace } from "./workspace.js";
import { lookAround } from "./world.js";

/** What a workspace will do, by phases and waves. */
export async function planSync(
  context: KindContext,
  { old, news, unknown }: PlanRequest<SyncInputs, SyncOutputs>,
): Promise<Plan | undefined> {
  if (unknown.length > 0) {
    return { summary: "", steps: [], notes: ["the objects are compared when everything is known"] };
  }
  // Nothing is unknown, so every checked input is there.
  const inputs = news as SyncInputs;
  if (inputs.preview === "offline") return planOffline(inputs, old?.outputs);
  try {
    return await planByServer(context, inputs, old);
  } catch (error) {
    throw isKubeError(error, "Unreachable", "Unavailable") ? unanswered(error) : error;
  }
}

/**
 * A preview that could not ask the cluster fails: as a plan that is not known, it would let `up` go ahead with the
 * other workspaces.
 */
function unanswered({ what, where, next }: KubeError): Failure {
  const parts = { what, ...(where === undefined ? {} : { where }) };
  return new Failure({ ...parts, next: `${next ?? "Check that the cluster runs"}, or set preview: offline` });
}

async function planByServer(
  context: KindContext,
  inputs: SyncInputs,
  old: PlanRequest<SyncInputs, SyncOutputs>["old"],
): Promise<Plan> {
  const workspace = await openWorkspace(context, inputs);
  const world = await lookAround(workspace, inputs, old?.outputs);
  const findings = newFindings(context.urn);
  const survey = await surveyForPlan(world, {
    operation: newIdentity(inputs.revision, context.now()),
    runHooks: mustRunHooks(world, old?.outputs.synced ?? ""),
    findings,
  });
  if (survey.faults.length > 0) throw inTheWay(survey);
  return planOf(survey, revisionNote(inputs, old?.inputs.revision));
}

function planOf({ tasks, assessments, warnings }: Survey, revision: readonly string[]): Plan {
  const { lines, summary } = planText(tasks.filter(isWork), (key) => changesOf(assessments.get(key)));
  const kept = planText(
    tasks.filter(({ action }) => action === "keep"),
    () => [],
  );
  return {
    summary,
    steps: lines,
    notes: [
      ...(lines.length > 0 ? revision : []),
      ...recreated(assessments),
      ...kept.lines,
      ...warnings.map(({ message }) => message),
    ],
  };
}

function isWork({ action }: PlannedTask): boolean {
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

function revisionNote({ revision }: SyncInputs, before: string | undefined): string[] {
  if (revision === "") return [];
  return [
    before === undefined || before === revision ? `revision ${revision}` : `revision ${before} → ${revision}`,
  ];
}
