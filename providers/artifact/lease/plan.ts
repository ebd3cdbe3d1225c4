import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { ArtifactLeaseInputs, ArtifactLeaseOutputs } from "../artifact-lease.js";
import { readPool } from "../ledger/pool-store.js";
import { readLedger } from "../ledger/slot-store.js";
import { openSite, type Surroundings } from "../site.js";
import { choices, whyNone } from "./choose.js";
import { mayBorrow } from "./take-lease.js";

/** What a new lease will find. @throws Failure when the team may not borrow */
export async function planLease(
  surroundings: Surroundings,
  context: KindContext,
  { old, news, unknown }: PlanRequest<ArtifactLeaseInputs, ArtifactLeaseOutputs>,
): Promise<Plan | undefined> {
  if (old !== undefined || unknown.length > 0) return undefined;
  // Nothing is unknown, so every checked input is there.
  const inputs = news as ArtifactLeaseInputs;
  const site = await openSite(surroundings, context, inputs);
  const pool = await readPool(site);
  if (pool === undefined) {
    return { summary: "", steps: [], notes: [`artifact ${inputs.artifact} does not exist yet`] };
  }
  mayBorrow(site, pool, inputs);
  const { slots } = await readLedger(site, pool);
  const [chosen] = choices(slots, pool, inputs);
  if (chosen !== undefined) {
    const { instance } = chosen.entry.record;
    return { summary: "", steps: [`borrow an instance of ${inputs.artifact}, by now ${instance}`] };
  }
  const waiting = `waits up to ${inputs.waitSeconds} s for an instance of ${inputs.artifact}`;
  return { summary: "", steps: [waiting], notes: [whyNone(slots, pool, pool.settings, inputs.expects)] };
}
