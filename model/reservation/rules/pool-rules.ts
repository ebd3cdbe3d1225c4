import type { Problem } from "../../shared/problem.js";
import type { CapacityPool } from "../types/capacity-pool.js";
import type { PoolReservation } from "../types/pool-reservation.js";
import { poolDocumentJson } from "../wire/document.js";
import { poolReservationDataSchema } from "../types/pool-reservation.js";
import { pool } from "../wire/codec.js";
import { customerProblems, nodeProblems } from "./info-rules.js";
import { below, fault, faultWhen, repeated, type Place, type RuleContext } from "./rule.js";

/** What the rules of an order need to know besides it. */
export interface PoolContext extends Pick<RuleContext, "stage" | "path"> {
  /** The pool that is filled up, as it is now. */
  readonly existing?: Pick<CapacityPool, "nodeIds">;
  /** The farm of each node, by node id. Without it nothing is said of farms. */
  readonly farms?: ReadonlyMap<string, string>;
}

/** What is wrong with an order for a pool: every fault at once. */
export function poolReservationProblems(order: PoolReservation, context: PoolContext): readonly Problem[] {
  const place: Place = { path: context.path ?? "" };
  const at = below(place, "dataReservation");
  const { nodeIds, cus, sus, ipv4us, poolId } = order.dataReservation;
  const nodes = nodeIds.map((nodeId, index) => ({ nodeId, at: below(at, "nodeIds", index) }));
  const missing = context.existing?.nodeIds.filter((nodeId) => !nodeIds.includes(nodeId)) ?? [];
  return [
    ...customerProblems(order.customerTid, order.customerSignature, context.stage, place),
    ...jsonProblems(order, below(place, "json"), context.stage),
    ...faultWhen(nodeIds.length === 0, below(at, "nodeIds"), "pool", "must name one node or more"),
    ...nodes.flatMap(({ nodeId, at: where }) => nodeProblems(nodeId, where, true)),
    ...repeated(
      nodes,
      ({ nodeId }) => nodeId,
      ({ nodeId, at: where }) => fault(where, "pool", `node ${nodeId} is there twice`),
    ),
    ...farmProblems(nodeIds, below(at, "nodeIds"), context.farms),
    ...faultWhen(
      missing.length > 0,
      below(at, "nodeIds"),
      "pool",
      `leaves out ${missing.join(", ")}; nodes can be added to a pool but not removed`,
      "make a new pool",
    ),
    ...(["cus", "sus", "ipv4us"] as const).flatMap((unit) =>
      faultWhen(order.dataReservation[unit] < 0, below(at, unit), "size", "must not be negative"),
    ),
    ...faultWhen(
      poolId === "0" && cus + sus + ipv4us === 0,
      at,
      "size",
      "must buy something for a new pool: cus, sus or ipv4us",
    ),
  ];
}

function farmProblems(
  nodeIds: readonly string[],
  place: Place,
  farms: ReadonlyMap<string, string> | undefined,
): readonly Problem[] {
  if (farms === undefined) return [];
  const unknown = nodeIds.filter((nodeId) => !farms.has(nodeId));
  const found = new Set(nodeIds.flatMap((nodeId) => farms.get(nodeId) ?? []));
  return [
    ...faultWhen(unknown.length > 0, place, "node", `has nodes that do not exist: ${unknown.join(", ")}`),
    ...faultWhen(found.size > 1, place, "pool", "has nodes of several farms; a pool is of one farm"),
  ];
}

function jsonProblems(
  { json, dataReservation }: PoolReservation,
  place: Place,
  stage: RuleContext["stage"],
): readonly Problem[] {
  if (json === "") return faultWhen(stage === "signed", place, "json", "must be the text that was signed");
  const mismatch = [fault(place, "json", "does not say the same as dataReservation")];
  try {
    const decoded = pool.decode(poolReservationDataSchema, JSON.parse(json));
    const same = decoded.ok && poolDocumentJson(decoded.value) === poolDocumentJson(dataReservation);
    return same ? [] : mismatch;
  } catch {
    return mismatch;
  }
}
