import type { Bag } from "./host-calls.js";
import { handlersOf } from "./handlers.js";
import type { PlanRequest } from "./kind.js";
import type { ParsedInputs } from "./parse-inputs.js";
import { type Plan, planMessage } from "./plan.js";
import { messageOf } from "./presentable-error.js";
import { reachability } from "./reachability.js";
import { runHandler, type Subject } from "./run-handler.js";
import type { Session } from "./session.js";

/**
 * Asks the kind what it intends and shows that under the resource, each text once. A target that does not answer
 * yet is a warning, since the same deployment may be about to create it.
 *
 * @returns whether there is something to do
 */
export async function showPlan(
  session: Session,
  subject: Subject,
  old: PlanRequest<Bag, Bag>["old"],
  parsed: ParsedInputs,
): Promise<boolean> {
  const handlers = await handlersOf(subject.kind);
  if (handlers.plan === undefined) return false;
  const known = Object.entries(parsed.inputs).filter(([field]) => !parsed.unknown.includes(field));
  const request = {
    old,
    news: Object.fromEntries(known),
    unknown: parsed.unknown,
    preview: session.plans.isPreview(subject.urn),
  };
  const reporter = session.reporter(subject.urn);
  let plan: Plan | undefined;
  try {
    plan = await runHandler(session, subject, "plan", async (context) => handlers.plan?.(context, request));
  } catch (error) {
    if (reachability(error) !== "unreachable") throw error;
    const text = `what will be done is not known: ${messageOf(error, subject.kind.name)}`;
    if (session.plans.firstTime(subject.urn, text)) reporter.warn(text);
    await reporter.delivered();
    return false;
  }
  if (plan === undefined) return false;
  const waits = parsed.unknown.map((field) => `waits for ${field}, not known yet`);
  const work = plan.steps.length > 0;
  if (work) session.plans.planned(subject.urn);
  if (work || (plan.notes ?? []).length > 0) {
    const text = planMessage({ ...plan, notes: [...(plan.notes ?? []), ...waits] });
    if (session.plans.firstTime(subject.urn, text)) reporter.info(text);
    await reporter.delivered();
  }
  return work;
}
