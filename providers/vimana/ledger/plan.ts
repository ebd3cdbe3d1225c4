import type { KindContext } from "../../runtime/context.js";
import { canonicalText } from "../../runtime/canonical.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import { messageOf } from "../../runtime/presentable-error.js";
import { reachability } from "../../runtime/reachability.js";
import type { VersionLedgerInputs, VersionLedgerOutputs } from "../version-ledger.js";
import { NOTHING_SEEN } from "./available.js";
import { decide, type Decision } from "./decide.js";
import { assess, openLedger, refused, selfOf, situationOf } from "./ledger.js";
import { mergeHistory } from "./merge.js";
import { pendingVersions } from "./store.js";

type Request = PlanRequest<VersionLedgerInputs, VersionLedgerOutputs>;

/**
 * Refuses versions that cannot be as declared, and tells what becomes of the others. Looks at the cluster only when
 * something changed, so that a preview without changes costs nothing. Without a cluster, the state decides.
 */
export async function planLedger(context: KindContext, request: Request): Promise<Plan | undefined> {
  const { old, unknown } = request;
  if (unknown.length > 0) return undefined;
  // Nothing is unknown, so every checked input is there.
  const inputs = request.news as VersionLedgerInputs;
  if (old !== undefined && old.inputs.inStep && !asksForMore(old.inputs, inputs)) return undefined;
  const { decision, where, notes } = await decided(context, inputs, old);
  if (decision.faults.length > 0) throw refused(inputs.fullName, where, decision.faults);
  const restored = old?.inputs.inStep === false ? ["restore the record, which was changed by hand"] : [];
  return {
    summary: `versions of ${inputs.fullName}`,
    steps: [...restored, ...decision.steps],
    notes: [...notes, ...decision.remarks.map((remark) => `${inputs.fullName}@${remark}`)],
  };
}

function asksForMore(before: VersionLedgerInputs, now: VersionLedgerInputs): boolean {
  return (["cluster", "versions", "forgive"] as const).some(
    (field) => canonicalText(before[field]) !== canonicalText(now[field]),
  );
}

async function decided(
  context: KindContext,
  inputs: VersionLedgerInputs,
  old: Request["old"],
): Promise<{ decision: Decision; where: string; notes: readonly string[] }> {
  try {
    const ledger = await openLedger(context, inputs);
    const { decision } = await assess(ledger, old);
    return { decision, where: ledger.where, notes: [] };
  } catch (error) {
    if (old === undefined || reachability(error) !== "unreachable") throw error;
    const records = mergeHistory(old.outputs.history, {}, selfOf(context));
    // Whether a pending version ran by now is not known; that it did is the likely case.
    const seen = { ...NOTHING_SEEN, ran: new Set(pendingVersions(records)) };
    return {
      decision: decide(situationOf(context, inputs, old, records, seen)),
      where: "as last recorded",
      notes: [`${messageOf(error, "cluster")}: what the cluster's record has besides is not known`],
    };
  }
}
