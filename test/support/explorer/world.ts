import { publicKeyOf } from "../../../model/reservation/crypto/ed25519.js";
import { hexText } from "../../../model/reservation/scalars/hex.js";
import { nodeIdOf } from "../../../model/reservation/sign/public-key.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import type { CapacityPool } from "../../../model/reservation/types/capacity-pool.js";
import type { PoolReservation } from "../../../model/reservation/types/pool-reservation.js";
import { type PretendedNode, pretendedNode } from "./node.js";

/** A farm and the public addresses that it hands out; the workload that has one, `0` for none. */
export interface Farm {
  readonly id: string;
  readonly addresses: Map<string, string>;
}

/** How strict the explorer is where real ones differ, and what it pretends. */
export interface ExplorerOptions {
  /** Whether the provision quorum of a workload counts. Real explorers deploy at once. Default false. */
  readonly heedQuorum?: boolean;
  /** Where orders are to be paid to; they take effect then. Default nowhere: everything is free. */
  readonly wallet?: string;
  /** Most seconds that a signed request's time may be off. Real explorers do not look. Default 300. */
  readonly maxSkew?: number;
}

/**
 * What an explorer keeps: users, farms with nodes, pools and workloads as they were stored. Ids come from one counter.
 */
export class ExplorerWorld {
  readonly users = new Map<string, string>();
  readonly farms = new Map<string, Farm>();
  readonly nodes = new Map<string, PretendedNode>();
  readonly workloads = new Map<string, AnyWorkload>();
  readonly pools = new Map<string, CapacityPool>();
  readonly orders = new Map<string, PoolReservation>();
  /** Users who may pay for others. */
  readonly trusted = new Set<string>();
  readonly heedQuorum: boolean;
  readonly maxSkew: number;
  readonly wallet: string;
  /** Whether nodes refuse what needs a network, volume or address that is not there, as real ones do. Default false. */
  nodesLook = false;
  /** Seconds that the explorer's clock is ahead. */
  ahead = 0;
  #lastId = 0;

  constructor({ heedQuorum = false, maxSkew = 300, wallet = "" }: ExplorerOptions = {}) {
    this.heedQuorum = heedQuorum;
    this.maxSkew = maxSkew;
    this.wallet = wallet;
  }

  /** Unix seconds by the explorer's clock. */
  now(): number {
    return Math.floor(Date.now() / 1000) + this.ahead;
  }

  newId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  /** Registers a user by the seed. */
  addUser(tid: string, seed: Uint8Array): void {
    this.users.set(tid, hexText(publicKeyOf(seed)));
  }

  /** Registers a node, with its farm where that is new. */
  addNode(seed: Uint8Array, farmId = "1"): PretendedNode {
    if (!this.farms.has(farmId)) this.farms.set(farmId, { id: farmId, addresses: new Map() });
    const node = pretendedNode(nodeIdOf(publicKeyOf(seed)), seed, farmId, this.now());
    this.nodes.set(node.nodeId, node);
    return node;
  }
}
