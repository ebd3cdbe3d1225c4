import { planMessage } from "../../runtime/plan.js";
import { Findings, takeFindings } from "./findings.js";
import { planOf } from "./survey-plan.js";
import { type Survey, surveyForPlan, surveyForSync, type SurveyPurpose } from "./survey.js";
import { takeTrial } from "./trial-note.js";
import type { World } from "./world.js";

/**
 * The comparison that an operation begins with. Unless this process has just planned the same, everything that would
 * be written is tried first, so that one refused object keeps all others from being written, and the plan is told.
 * New objects that a preview has tried are not tried again.
 *
 * @param before revision of the last sync
 */
export async function surveyForOperation(
  world: World,
  purpose: Omit<SurveyPurpose, "findings">,
  before: string | undefined,
): Promise<Survey> {
  const { context } = world.workspace;
  const planned = takeFindings(context.urn);
  if (planned !== undefined) return surveyForSync(world, { ...purpose, findings: planned });
  const newWereTried = await takeTrial(world);
  const survey = await surveyForPlan(world, { ...purpose, findings: new Findings(), newWereTried });
  const plan = planOf(survey, before);
  if (survey.faults.length === 0 && plan.steps.length > 0) context.info(planMessage(plan));
  return survey;
}
