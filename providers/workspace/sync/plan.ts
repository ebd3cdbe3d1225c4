import { isKubeError, type KubeError } from "../../../clients/kubernetes/errors.js";
import { Failure } from "../../../model/shared/errors.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { SyncInputs, SyncOutputs } from "../sync.js";
import { Findings, keepFindings } from "./findings.js";
import { planOffline } from "./plan-offline.js";
import { newIdentity } from "./operation-start.js";
import { inTheWay, mustRunHooks } from "./run-sync.js";
import { planOf } from "./survey-plan.js";
import { surveyForPlan } from "./survey.js";
import { noteTrial } from "./trial-note.js";
import { openWorkspace } from "./workspace.js";
import { lookAround } from "./world.js";

/** What a workspace will do, by phases and waves. */
export async function planSync(
  context: KindContext,
  { old, news, unknown, preview }: PlanRequest<SyncInputs, SyncOutputs>,
): Promise<Plan | undefined> {
  if (unknown.length > 0) {
    return { summary: "", steps: [], notes: ["the objects are compared when everything is known"] };
  }
  // Nothing is unknown, so every checked input is there.
  const inputs = news as SyncInputs;
  if (inputs.preview === "offline") return planOffline(inputs, old?.outputs);
  try {
    return await planByServer(context, inputs, old, preview);
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
  isPreview: boolean,
): Promise<Plan> {
  const workspace = await openWorkspace(context, inputs);
  const world = await lookAround(workspace, inputs, old?.outputs);
  const findings = new Findings();
  const survey = await surveyForPlan(world, {
    operation: newIdentity(inputs.revision, context.now()),
    runHooks: mustRunHooks(world, old?.outputs.synced ?? ""),
    findings,
    newWereTried: false,
  });
  if (survey.faults.length > 0) throw inTheWay(survey);
  const plan = planOf(survey, old?.inputs.revision);
  if (isPreview) await noteTrial(world);
  else if (plan.steps.length > 0) keepFindings(context.urn, findings);
  return plan;
}
