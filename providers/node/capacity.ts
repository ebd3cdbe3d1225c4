import type { NodeFacts } from "../../clients/node/probe.js";
import { reservedMemory } from "../../model/reservation/capacity/node-capacity.js";
import type { NodeCapacity } from "./definition.js";

const NOTHING: NodeCapacity = { cru: 0, mru: 0, sru: 0, hru: 0 };

/** What a node has in total. */
export function totalOf({ cpus, memory, pools }: NodeFacts): NodeCapacity {
  return { cru: cpus, mru: memory, sru: pools.ssd?.size ?? 0, hru: pools.hdd?.size ?? 0 };
}

/** What workloads may take of it together. */
export function roomOf(total: NodeCapacity): NodeCapacity {
  return { ...total, mru: Math.max(0, Math.floor(total.mru - reservedMemory(total.mru))) };
}

/** What the node's shell counts with: whole numbers, rounded up. */
export function wholeUse({ cru, mru, sru, hru }: NodeCapacity = NOTHING): NodeCapacity {
  return { cru: Math.ceil(cru), mru: Math.ceil(mru), sru: Math.ceil(sru), hru: Math.ceil(hru) };
}
