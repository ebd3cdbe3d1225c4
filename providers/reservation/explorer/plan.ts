import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { Failure } from "../../../model/shared/errors.js";
import type { NodeOutputs } from "../../node/definition.js";
import { canonicalText } from "../../runtime/canonical.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import { NOT_REPORTED, recordOf } from "./answer.js";
import { refusalsOf } from "./compose.js";
import type { ExplorerInputs, ExplorerWorkload } from "./definition.js";
import { poolAdvice, poolLasts } from "./pool-advice.js";
import { nodeOf, openSite, signingCustomer, silentFor, type Site } from "./site.js";

/**
 * What will be ordered, and what stands in its way: faults of the inputs, the pool and the node. Where nothing is to be
 * done, nobody is asked.
 */
export async function planWorkload<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  context: KindContext,
  { old, news, unknown }: PlanRequest<I, O>,
): Promise<Plan | undefined> {
  if (old !== undefined && !isRenewed(definition, old.inputs, news))
    return planOfState(definition, old.outputs);
  // Nobody can say what an order is like of which a part is missing.
  if (unknown.length > 0 || !isWhole(news, old?.inputs)) {
    const summary = `${definition.sort} on an explorer`;
    return { summary, steps: [], notes: ["what is ordered is told when everything is known"] };
  }
  const site = await openSite(context, news);
  signingCustomer(site);
  const refusals = refusalsOf(definition, news, site.customer.tid);
  if (refusals.length > 0) throw new Failure({ what: refusals.join("; "), next: "Correct it" });
  const notes = await obstacles(definition, site, news);
  const { sort } = definition;
  const on = `on node ${news.node} from pool ${news.pool ?? "0"}`;
  const follows =
    old === undefined ? "" : `, then have ${recordOf(old.outputs["record"])["id"] ?? "the old one"} deleted`;
  const newer = old === undefined ? "order" : "order a newer";
  return { summary: "", steps: [`${newer} ${sort} ${on} for user ${site.customer.tid}${follows}`], notes };
}

/** Whether a change is taken by a newer workload in the old one's place. */
export function isRenewed<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  { renewal }: ExplorerWorkload<I, O, W>,
  old: I,
  news: Partial<I>,
): boolean {
  return (renewal?.fields ?? []).some((field) => canonicalText(old[field]) !== canonicalText(news[field]));
}

function planOfState<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  { sort }: ExplorerWorkload<I, O, W>,
  outputs: O,
): Plan | undefined {
  const { id = "", older } = recordOf(outputs["record"]);
  const steps = [
    ...(outputs.drift.includes(NOT_REPORTED) ? [`wait until the node has deployed ${sort} ${id}`] : []),
    ...(older === undefined ? [] : [`have ${sort} ${older} deleted, which ${id} has followed`]),
  ];
  const others = outputs.drift.filter((line) => line !== NOT_REPORTED);
  const notes = others.map(
    (line) => `${sort} ${id}: ${line}; when it is gone, \`pulumi up --refresh\` orders another one`,
  );
  return steps.length + notes.length === 0 ? undefined : { summary: "", steps, notes };
}

async function obstacles<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  site: Site,
  inputs: I,
): Promise<readonly string[]> {
  const { client, context } = site;
  const poolId = inputs.pool ?? "0";
  const [node, pool] = await Promise.all([
    nodeOf(site, inputs.node),
    client.pool(poolId, { signal: context.signal }),
  ]);
  if (pool === undefined) {
    throw new Failure({
      what: "does not exist",
      where: `pool ${poolId} on ${client.where}`,
      next: "Correct `pool`",
    });
  }
  if (pool.customerTid !== site.customer.tid || !pool.nodeIds.includes(node.nodeId)) {
    throw new Failure({
      what: `is not user ${site.customer.tid}'s, or not for node ${node.nodeId}`,
      where: `pool ${poolId} on ${client.where}`,
      next: "Name another pool, or add the node to it",
    });
  }
  const silent = silentFor(node, site);
  const workload = definition.workload(inputs);
  const now = Math.floor(context.now() / 1000);
  return [
    ...(silent === undefined ? [] : [`node ${node.nodeId} has been silent for ${silent} minutes`]),
    ...(poolLasts(pool, workload, now) ? [] : [poolAdvice(pool, workload, now)]),
  ];
}

/** Whether nothing is unknown: every field that was there before, and what every workload has. */
function isWhole<I extends ExplorerInputs>(
  news: Partial<I>,
  old: I | undefined,
): news is I & { node: string } {
  return (
    news.node !== undefined &&
    Object.keys(old ?? {}).every((field) => field in news || old?.[field] === undefined)
  );
}
