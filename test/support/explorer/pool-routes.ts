import { drawn } from "../../../model/reservation/capacity/pool-ledger.js";
import { priceList, priceOf } from "../../../model/reservation/capacity/prices.js";
import { challengeOfPool } from "../../../model/reservation/sign/challenge.js";
import { signatureFault } from "../../../model/reservation/sign/signature.js";
import { capacityPoolSchema, type CapacityPool } from "../../../model/reservation/types/capacity-pool.js";
import {
  poolReservationDataSchema,
  poolReservationSchema,
  type PoolReservation,
} from "../../../model/reservation/types/pool-reservation.js";
import { pool as codec } from "../../../model/reservation/wire/codec.js";
import { documentMismatch } from "../../../model/reservation/wire/document.js";
import { isObject } from "../../../model/shared/json.js";
import { Refusal, type RouteAnswer, type RouteRequest } from "./refusal.js";
import { decodedStrictly } from "./strict-body.js";
import type { ExplorerWorld } from "./world.js";

/** `POST /reservations/pools`. Without a wallet, as here, capacity is granted at once. */
export function orderPool(world: ExplorerWorld, { body }: RouteRequest): RouteAnswer {
  const order = decodedStrictly(codec.decode(poolReservationSchema, body));
  const { dataReservation: data, customerTid, customerSignature, json } = order;
  const beside = isObject(body) ? body["data_reservation"] : undefined;
  if (documentMismatch(json, beside, poolReservationDataSchema).length > 0)
    throw new Refusal(400, "json data does not match the reservation data");
  const key = world.users.get(customerTid);
  if (key === undefined) throw new Refusal(404, "user not found");
  if (signatureFault(customerSignature, challengeOfPool(order).message, key) !== undefined)
    throw new Refusal(400, "failed to verify customer signature");
  validateSponsor(world, order);
  validateNodes(world, order);
  if (data.poolId !== "0") validateTopUp(existingPool(world, data.poolId), order);

  const id = world.newId();
  world.orders.set(id, { ...order, id });
  if (world.wallet === "") grant(world, id);
  const amount = priceOf({ cu: data.cus, su: data.sus, ipv4u: data.ipv4us }, "devnet");
  return {
    status: 201,
    body: {
      reservation_id: Number(id),
      escrow_information: { address: world.wallet, asset: "TFT", amount: world.wallet === "" ? 0 : amount },
    },
  };
}

/** An order that was paid takes effect; without a wallet every order does at once. */
export function grant(world: ExplorerWorld, id: string): void {
  const order = world.orders.get(id);
  if (order === undefined) throw new Error(`there is no order ${id}`);
  const { dataReservation: data, customerTid } = order;
  const pool =
    world.pools.get(data.poolId) ??
    capacityPoolSchema.parse({ poolId: id, customerTid, lastUpdated: world.now() });
  const current = drawn(pool, world.now());
  const filled = {
    ...current,
    nodeIds: data.nodeIds,
    cus: current.cus + data.cus,
    sus: current.sus + data.sus,
    ipv4us: current.ipv4us + data.ipv4us,
  };
  world.pools.set(pool.poolId, drawn(filled, world.now()));
}

/** `GET /reservations/pools/{id}`. */
export function readPool(world: ExplorerWorld, { path }: RouteRequest): RouteAnswer {
  return { status: 200, body: answerOf(world, existingPool(world, path[2])) };
}

/** `GET /reservations/pools/owner/{tid}`. */
export function listPools(world: ExplorerWorld, { path }: RouteRequest): RouteAnswer {
  const found = [...world.pools.values()].filter(({ customerTid }) => customerTid === path[3]);
  return { status: 200, body: found.length === 0 ? null : found.map((pool) => answerOf(world, pool)) };
}

/** `GET /prices`. */
export function readPrices(): RouteAnswer {
  return { status: 200, body: priceList("devnet") };
}

function validateSponsor(world: ExplorerWorld, order: PoolReservation): void {
  const { sponsorTid, sponsorSignature } = order;
  if (sponsorTid === "0") return;
  if (!world.trusted.has(sponsorTid)) throw new Refusal(400, "sponsor is not a trusted sales channel");
  const key = world.users.get(sponsorTid) ?? "";
  if (signatureFault(sponsorSignature, challengeOfPool(order).message, key) !== undefined)
    throw new Refusal(400, "failed to verify sponsor signature");
}

function validateNodes(world: ExplorerWorld, { dataReservation: { nodeIds } }: PoolReservation): void {
  if (nodeIds.length === 0) throw new Refusal(400, "node_ids is required");
  if (new Set(nodeIds).size < nodeIds.length) throw new Refusal(409, "duplicate node ids");
  const farms = nodeIds.map((nodeId) => world.nodes.get(nodeId)?.farmId);
  if (farms.includes(undefined)) throw new Refusal(400, "node not found");
  if (new Set(farms).size > 1)
    throw new Refusal(400, "all nodes for a capacity pool must belong to the same farm");
}

function validateTopUp(before: CapacityPool, { dataReservation, customerTid }: PoolReservation): void {
  if (before.customerTid !== customerTid) throw new Refusal(403, "pool does not belong to the customer");
  if (before.nodeIds.some((nodeId) => !dataReservation.nodeIds.includes(nodeId)))
    throw new Refusal(400, "can not remove nodes from a pool");
}

function existingPool(world: ExplorerWorld, id: string | undefined): CapacityPool {
  const pool = world.pools.get(id ?? "");
  if (pool === undefined) throw new Refusal(404, "pool not found");
  return pool;
}

function answerOf(world: ExplorerWorld, pool: CapacityPool): unknown {
  return codec.encode(capacityPoolSchema, drawn(pool, world.now()));
}
