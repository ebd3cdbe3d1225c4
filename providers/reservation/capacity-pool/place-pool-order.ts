import { setTimeout as delay } from "node:timers/promises";
import { isExplorerError } from "../../../clients/explorer/errors.js";
import { orderPool } from "../../../model/reservation/sign/order-pool.js";
import type { CapacityPool } from "../../../model/reservation/types/capacity-pool.js";
import { poolReservationDataSchema } from "../../../model/reservation/types/pool-reservation.js";
import { Failure } from "../../../model/shared/errors.js";
import type { KindState } from "../../runtime/kind.js";
import { identityTarget } from "../../targets/identity.js";
import type { CapacityPoolInputs, CapacityPoolOutputs } from "../capacity-pool.js";
import { signingCustomer, type Site } from "../explorer/site.js";
import { paymentOf } from "./outputs.js";
import { missingUnits, type Units } from "./units.js";

/** A pool with what was ordered, and how that is paid; undefined when nothing was ordered. */
export interface Filled {
  readonly pool: CapacityPool;
  readonly payment: CapacityPoolOutputs["payment"];
}

const PAUSE_MS = 2_000;

/**
 * Orders a new pool. The order is handed in once; when the answer gets lost, the pool is the customer's new one of these
 * nodes.
 */
export async function orderNewPool(site: Site, inputs: CapacityPoolInputs): Promise<Filled> {
  const { client, context, customer } = site;
  const { signal } = context;
  const before = new Set((await client.poolsOf(customer.tid, { signal })).map(({ poolId }) => poolId));
  const payment = await placed(site, inputs, "0", inputs);
  const pool = await whenThere(site, payment, async () => {
    const pools = await client.poolsOf(customer.tid, { signal });
    const fresh = pools.filter(({ poolId, nodeIds }) => !before.has(poolId) && isOf(nodeIds, inputs.nodes));
    return fresh.find(({ poolId }) => poolId === payment?.reservationId) ?? fresh[0];
  });
  return { pool, payment };
}

/**
 * Buys what the inputs have more than before, and adds nodes. A pool only ever gets less by itself: one that has more
 * than was last seen was filled up by a run whose end nobody has seen, and nothing is bought again.
 */
export async function topUp(
  site: Site,
  pool: CapacityPool,
  { inputs: before, outputs }: KindState<CapacityPoolInputs, CapacityPoolOutputs>,
  inputs: CapacityPoolInputs,
): Promise<Filled> {
  const units = missingUnits(before, inputs);
  const isFilled = (found: CapacityPool): boolean =>
    isOf(found.nodeIds, inputs.nodes) &&
    (units.cus === 0 || found.cus > outputs.left.cus) &&
    (units.sus === 0 || found.sus > outputs.left.sus) &&
    (units.ipv4us === 0 || found.ipv4us > outputs.left.ipv4us);
  if (isFilled(pool)) {
    if (units.cus + units.sus + units.ipv4us > 0)
      site.context.info(`pool ${pool.poolId} was filled up since it was last seen; nothing is ordered again`);
    return { pool, payment: undefined };
  }
  const payment = await placed(site, inputs, pool.poolId, units);
  const filled = await whenThere(site, payment, async () => {
    const found = await site.client.pool(pool.poolId, { signal: site.context.signal });
    return found !== undefined && isFilled(found) ? found : undefined;
  });
  return { pool: filled, payment };
}

/** Hands an order in. Undefined when the answer got lost. */
async function placed(
  site: Site,
  inputs: CapacityPoolInputs,
  poolId: string,
  { cus, sus, ipv4us }: Units,
): Promise<CapacityPoolOutputs["payment"]> {
  const { client, context } = site;
  const { nodes, currencies, sponsor } = inputs;
  const data = poolReservationDataSchema.parse({ poolId, cus, sus, ipv4us, nodeIds: nodes, currencies });
  const customer = signingCustomer(site);
  const payer =
    sponsor === undefined
      ? undefined
      : signingCustomer({ customer: await context.target(identityTarget, sponsor) });
  try {
    const payment = paymentOf(
      await client.postPool(orderPool(data, customer, payer), { signal: context.signal }),
    );
    const { amount, asset, address, memo } = payment;
    if (address !== "")
      context.info(
        `pay ${amount} of the smallest unit of ${asset} to ${address} with the memo ${memo}, within an hour`,
      );
    return payment;
  } catch (error) {
    if (isExplorerError(error, "LostAnswer")) return undefined;
    throw error;
  }
}

/** Waits until an order has taken effect: at once where nothing is to be paid, else when it is paid. */
async function whenThere(
  { client, context }: Site,
  payment: CapacityPoolOutputs["payment"],
  look: () => Promise<CapacityPool | undefined>,
): Promise<CapacityPool> {
  for (;;) {
    const pool = await look();
    if (pool !== undefined) return pool;
    if (payment === undefined) {
      throw new Failure({
        what: "the order got no answer and has not arrived",
        where: client.where,
        next: "Run `pulumi up` again to order",
      });
    }
    context.status(`waiting for the payment of ${payment.memo}`);
    await delay(PAUSE_MS, undefined, { signal: context.signal });
  }
}

function isOf(nodeIds: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((node) => nodeIds.includes(node));
}
