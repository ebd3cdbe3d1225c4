import { canonicalText } from "../canonical.js";
import { compare, type Comparison } from "../compare.js";
import { dataLossRefused } from "../data-loss.js";
import { driftLines } from "../drift.js";
import { type Bag, type HostAnswers, ownProperties, textOf } from "../host-calls.js";
import type { AnyKind } from "../kind.js";
import { parseInputs, type ParsedInputs } from "../parse-inputs.js";
import { learnSecrets } from "../run-handler.js";
import type { Session } from "../session.js";
import { showPlan } from "../show-plan.js";
import { digested, readStored, type StoredState } from "../stored-state.js";
import { UNKNOWN } from "../unknowns.js";

/**
 * Says explicitly whether the resource changes, by the kind's table and, for a resource of the program, by its
 * plan. Works without a check before it: a refresh asks for nothing but the diff.
 */
export async function diff(
  session: Session,
  kind: AnyKind,
  id: string,
  olds: Bag,
  news: Bag,
): Promise<HostAnswers["diff"]> {
  learnSecrets(session, kind.secretInputs, news);
  const stored = readStored(kind, olds);
  const urn = news["__urn"] === UNKNOWN ? stored.urn : textOf(news["__urn"]);
  const parsed = parseInputs(kind, ownProperties(news), stored.inputs);
  const comparison = compare(kind, stored, parsed, urn);
  await guardData(session, comparison, urn);
  await tellDrift(session, kind, stored, parsed, comparison, urn);

  const replaces = [...comparison.replaces];
  let planned = false;
  const isCertain = comparison.any && !session.plans.isPreview(urn) && kind.plansInOperations === true;
  if (replaces.length === 0 && !comparison.localOnly && !isCertain && session.plans.isChecked(urn)) {
    const old = { id, inputs: stored.inputs, outputs: stored.outputs };
    planned = await showPlan(session, { kind, urn, token: stored.token, inputs: parsed.inputs }, old, parsed);
  }
  return {
    changes: comparison.any || planned,
    replaces,
    deleteBeforeReplace: kind.naturalKey !== undefined,
  };
}

/**
 * Refuses a change that destroys data. Without a check before it, the difference is drift that a refresh found,
 * which is told and not refused; unknown values then come from the search for what must go before a replacement,
 * and there a "replace" deletes at once.
 */
async function guardData(session: Session, comparison: Comparison, urn: string): Promise<void> {
  if (session.plans.isChecked(urn)) {
    if (comparison.dataLoss.length > 0) throw dataLossRefused(comparison.dataLoss);
    return;
  }
  if (comparison.possibleDataLoss.length > 0) throw dataLossRefused(comparison.possibleDataLoss);
  if (comparison.dataLoss.length === 0) return;
  const reporter = session.reporter(urn);
  const text = `${comparison.dataLoss.join(", ")} was changed outside; changing it back would destroy data and will be refused`;
  if (session.plans.firstTime(urn, text)) reporter.warn(text);
  await reporter.delivered();
}

/**
 * The engine shows how inputs change between deployments. Where they stay and the object differs from them, it
 * would show an update without a reason; these lines are the reason.
 */
async function tellDrift(
  session: Session,
  kind: AnyKind,
  stored: StoredState,
  parsed: ParsedInputs,
  comparison: Comparison,
  urn: string,
): Promise<void> {
  const before = session.plans.before(urn);
  if (before === undefined || comparison.changed.length === 0) return;
  const lines = comparison.changed
    .filter((field) => canonicalText(before[field]) === canonicalText(parsed.inputs[field]))
    .flatMap((field) =>
      digested(kind).includes(field)
        ? [`${field}: differs from what was last applied`]
        : driftLines(field, stored.inputs[field], parsed.inputs[field]),
    );
  if (lines.length === 0) return;
  const reporter = session.reporter(urn);
  const text = ["changed outside, to be brought back:", ...lines.map((line) => `  ${line}`)].join("\n");
  if (session.plans.firstTime(urn, text)) reporter.info(text);
  await reporter.delivered();
}
