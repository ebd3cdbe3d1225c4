import { formatProblem } from "../../../model/shared/problem.js";
import { type Bag, type HostAnswers, ownProperties, textOf } from "../host-calls.js";
import type { AnyKind } from "../kind.js";
import { parseInputs } from "../parse-inputs.js";
import { showPlan } from "../show-plan.js";
import { learnSecrets } from "../run-handler.js";
import { sanitise } from "../sanitise.js";
import type { Session } from "../session.js";

/**
 * Parses and normalises the wanted inputs. All faults come at once, each with its path inside the reason: the
 * engine would print the value beside a named property. For a resource that does not exist yet, this is where
 * its plan is shown.
 */
export async function check(
  session: Session,
  kind: AnyKind,
  olds: Bag,
  news: Bag,
): Promise<HostAnswers["check"]> {
  const urn = textOf(news["__urn"]);
  learnSecrets(session, kind.secretInputs, news);
  const parsed = parseInputs(kind, ownProperties(news), ownProperties(olds));
  const { value, faults } = sanitise({ ...parsed.inputs, ...(urn === "" ? {} : { __urn: urn }) });
  const failures = [
    ...parsed.problems.filter((problem) => problem.severity !== "warning").map(formatProblem),
    ...faults,
  ].map((reason) => ({ property: "", reason: session.redactor.clean(reason) }));
  if (failures.length > 0) return { inputs: value, failures };

  const reporter = session.reporter(urn);
  for (const problem of parsed.problems) {
    if (session.plans.firstTime(urn, problem.reason)) reporter.warn(formatProblem(problem));
  }
  await reporter.delivered();
  const isPreview = news["__preview"] === true;
  session.plans.checked(urn, { before: ownProperties(olds), isPreview });
  if (Object.keys(ownProperties(olds)).length === 0 && (isPreview || kind.plansInOperations !== true)) {
    await showPlan(session, { kind, urn, token: "", inputs: parsed.inputs }, undefined, parsed);
  }
  return { inputs: value, failures: [] };
}
