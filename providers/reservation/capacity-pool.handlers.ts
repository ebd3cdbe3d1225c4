import type { CapacityPool } from "../../model/reservation/types/capacity-pool.js";
import { Failure } from "../../model/shared/errors.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers, KindState } from "../runtime/kind.js";
import type { CapacityPoolInputs, CapacityPoolOutputs } from "./capacity-pool.js";
import { asLastSeen, outputsOf } from "./capacity-pool/outputs.js";
import { planPool } from "./capacity-pool/plan.js";
import { orderNewPool, topUp } from "./capacity-pool/place-pool-order.js";
import { openSite, type Site } from "./explorer/site.js";

/** What the kind does. */
export const capacityPoolHandlers: KindHandlers<CapacityPoolInputs, CapacityPoolOutputs> = {
  plan: planPool,
  async create(context, inputs) {
    const site = await openSite(context, inputs);
    const { pool, payment } =
      inputs.adopt === undefined
        ? await orderNewPool(site, inputs)
        : { pool: await ownPool(site, inputs.adopt), payment: undefined };
    return { id: pool.poolId, outputs: outputsOf(pool, payment) };
  },
  async read(context, id, { inputs, outputs }) {
    const site = await openSite(context, inputs);
    const pool = await site.client.pool(id, { signal: context.signal });
    if (pool === undefined) return undefined;
    return {
      inputs: { ...inputs, nodes: [...pool.nodeIds].sort() },
      outputs: asLastSeen(outputsOf(pool, outputs.payment), outputs),
    };
  },
  async update(context, id, old, inputs) {
    const site = await openSite(context, inputs);
    const { pool, payment } = await topUp(site, await ownPool(site, id), old, inputs);
    return { outputs: outputsOf(pool, payment ?? old.outputs.payment) };
  },
  delete: (context, id, state) => {
    forget(context, id, state);
    return Promise.resolve();
  },
};

async function ownPool({ client, context, customer }: Site, id: string): Promise<CapacityPool> {
  const pool = await client.pool(id, { signal: context.signal });
  if (pool?.customerTid === customer.tid) return pool;
  throw new Failure({
    what: pool === undefined ? "does not exist" : `is not user ${customer.tid}'s`,
    where: `pool ${id} on ${client.where}`,
    next: "Run `pulumi up --refresh`, or correct `adopt`",
  });
}

function forget(
  context: KindContext,
  id: string,
  { inputs }: KindState<CapacityPoolInputs, CapacityPoolOutputs>,
): void {
  context.info(
    `pool ${id} stays on the explorer ${inputs.explorer}, which deletes no pools; \`adopt: "${id}"\` takes it over again`,
  );
}
