import { z } from "zod";
import { poolReservationProblems } from "../../model/reservation/rules/pool-rules.js";
import {
  poolReservationDataSchema,
  poolReservationSchema,
} from "../../model/reservation/types/pool-reservation.js";
import type { Problem } from "../../model/shared/problem.js";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const unitSeconds = z.int().min(0).default(0);

const inputs = z.strictObject({
  /** Name in `groundplan:explorers`. */
  explorer: z.string().min(1),
  /** Name in `groundplan:identities`: whose pool it is. Default the explorer's own identity. */
  identity: z.string().min(1).optional(),
  /** Ids of the nodes that workloads of the pool may be on, all of one farm. Adding one is an order for nothing. */
  nodes: z.array(z.string().min(1)).min(1),
  /** Compute, as units times seconds: all that is bought over the pool's life. Raising it buys the difference. Default 0. */
  cus: unitSeconds,
  /** Storage, likewise. Default 0. */
  sus: unitSeconds,
  /** Public IPv4 addresses, likewise. Default 0. */
  ipv4us: unitSeconds,
  /** What can be paid with, the best first. Default TFT. */
  currencies: z.array(z.string().min(1)).default(["TFT"]),
  /** Name in `groundplan:identities`: a user whom the explorer trusts, and who pays. Default none. */
  sponsor: z.string().min(1).optional(),
  /** Id of a pool that is there already and is taken over; the units above count as bought. Default: a new one. */
  adopt: z
    .string()
    .regex(/^[1-9][0-9]{0,18}$/, "must be the id of a pool")
    .optional(),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link capacityPool}. */
export type CapacityPoolInputs = z.output<typeof inputs>;

/** Outputs of {@link capacityPool}. */
export type CapacityPoolOutputs = {
  /** What workloads name as their `pool`. */
  poolId: string;
  /** Unit-seconds that were left at `asOf`. */
  left: { readonly cus: number; readonly sus: number; readonly ipv4us: number };
  /** Units in use: what is drawn from `left` each second. */
  active: { readonly cu: number; readonly su: number; readonly ipv4u: number };
  /** Unix seconds. */
  asOf: number;
  /** When the first unit in use runs out, unix seconds; the largest 64-bit integer when nothing is used. */
  emptyAt: string;
  /** What the last order is to be paid with; `amount` is 0 where nothing is. */
  payment?: Readonly<Record<"reservationId" | "address" | "asset" | "amount" | "memo", string>>;
};

/**
 * Capacity on an explorer that is paid for beforehand, for workloads on some of its nodes. Explorers have no deletion of
 * pools: the stack forgets it, and what is left of it stays.
 */
export const capacityPool = defineKind<CapacityPoolInputs, CapacityPoolOutputs>({
  name: "reservation.CapacityPool",
  module: "reservation",
  type: "CapacityPool",
  inputs,
  outputs: ["poolId", "left", "active", "asOf", "emptyAt", "payment"],
  replaceOn: ["explorer", "identity"],
  // Nodes can be added to a pool and never taken from it.
  replaceWhen: ({ changed, olds, news }) =>
    changed.includes("nodes") && (olds.nodes ?? []).some((node) => !(news.nodes ?? []).includes(node))
      ? ["nodes"]
      : [],
  localOnly: ["currencies", "sponsor", "adopt"],
  plansInOperations: true,
  timeouts: { create: 3_900_000, update: 3_900_000 },
  normalise: (given) => ({ ...given, nodes: [...given.nodes].sort() }),
  problems,
  handlers: async () => (await import("./capacity-pool.handlers.js")).capacityPoolHandlers,
});

/** The model's rules of an order, at the names of the inputs. */
function problems({ nodes, cus, sus, ipv4us }: CapacityPoolInputs): readonly Problem[] {
  const dataReservation = poolReservationDataSchema.parse({ nodeIds: nodes, cus, sus, ipv4us });
  const order = { ...poolReservationSchema.parse({ customerTid: "1" }), dataReservation };
  return poolReservationProblems(order, { stage: "declared" }).map((problem) => ({
    ...problem,
    path: problem.path.replace(/^dataReservation\.?/, "").replace(/^nodeIds/, "nodes"),
  }));
}
