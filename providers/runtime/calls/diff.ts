import { compare, type Comparison } from "../compare.js";
import { dataLossRefused } from "../data-loss.js";
import { type Bag, type HostAnswers, ownProperties, textOf } from "../host-calls.js";
import type { AnyKind } from "../kind.js";
import { parseInputs } from "../parse-inputs.js";
import { learnSecrets } from "../run-handler.js";
import type { Session } from "../session.js";
import { showPlan } from "../show-plan.js";
import { readStored } from "../stored-state.js";
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

  const replaces = [...comparison.replaces];
  let planned = false;
  if (replaces.length === 0 && !comparison.localOnly && session.plans.isChecked(urn)) {
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
