import type { AnyWorkload } from "../../model/reservation/types/any-workload.js";
import type { CapacityPool } from "../../model/reservation/types/capacity-pool.js";
import type { PoolReservation } from "../../model/reservation/types/pool-reservation.js";
import type { SigningSignature } from "../../model/reservation/types/signing-signature.js";
import { ExplorerError, type ExplorerErrorReason } from "./errors.js";
import type { DirectoryNode, DirectoryUser, ExplorerClient, PaymentInformation } from "./types.js";

/** What a pretended explorer makes of what it is given. */
export interface FakeExplorerRules {
  /** A workload that was handed in, as the explorer keeps it. */
  accept(workload: AnyWorkload, id: string): AnyWorkload;
  /** A workload after a signature for its deletion. */
  signed(workload: AnyWorkload, signature: SigningSignature): AnyWorkload;
  /** A pool after an order; undefined for a new one. */
  filled(pool: CapacityPool | undefined, order: PoolReservation, id: string): CapacityPool;
}

/**
 * An explorer that only pretends, for the tests of what works with explorers: it checks nothing, keeps what it is given
 * by the rules of the test, and fails as planned.
 */
export class FakeExplorer implements ExplorerClient {
  readonly where = "http://explorer.invalid";
  readonly kept = new Map<string, AnyWorkload>();
  readonly pools = new Map<string, CapacityPool>();
  readonly nodes = new Map<string, DirectoryNode>();
  readonly users = new Map<string, DirectoryUser>();
  /** Names of the calls, in order. */
  readonly calls: string[] = [];
  readonly #failures: {
    readonly call: string;
    readonly reason: ExplorerErrorReason;
    readonly after: boolean;
  }[] = [];
  #lastId = 0;

  constructor(private readonly rules: FakeExplorerRules) {}

  /** The next call of that name fails, before it does anything or, as when an answer is lost, after it did. */
  failNext(call: string, reason: ExplorerErrorReason, after = false): void {
    this.#failures.push({ call, reason, after });
  }

  postWorkload(workload: AnyWorkload): Promise<string> {
    return this.#call("postWorkload", () => {
      const id = this.#newId();
      this.kept.set(id, this.rules.accept(workload, id));
      return id;
    });
  }

  workload(id: string): Promise<AnyWorkload | undefined> {
    return this.#call("workload", () => this.kept.get(id));
  }

  workloads(filter: { readonly customerTid: string; readonly workloadType?: number }) {
    return this.#call("workloads", () =>
      [...this.kept.values()].filter(
        ({ customerTid, workloadType }) =>
          customerTid === filter.customerTid &&
          (filter.workloadType === undefined || workloadType === filter.workloadType),
      ),
    );
  }

  signDelete(id: string, signature: SigningSignature): Promise<void> {
    return this.#call("signDelete", () => {
      const workload = this.kept.get(id);
      if (workload === undefined) throw this.#error("NotFound", `there is no workload ${id}`);
      this.kept.set(id, this.rules.signed(workload, signature));
    });
  }

  postPool(order: PoolReservation): Promise<PaymentInformation> {
    return this.#call("postPool", () => {
      const { poolId } = order.dataReservation;
      const id = this.#newId();
      const target = poolId === "0" ? id : poolId;
      this.pools.set(target, this.rules.filled(this.pools.get(target), order, target));
      return { reservationId: id, address: "", asset: "", amount: "0" };
    });
  }

  pool(id: string): Promise<CapacityPool | undefined> {
    return this.#call("pool", () => this.pools.get(id));
  }

  poolsOf(tid: string): Promise<readonly CapacityPool[]> {
    return this.#call("poolsOf", () =>
      [...this.pools.values()].filter(({ customerTid }) => customerTid === tid),
    );
  }

  node(nodeId: string): Promise<DirectoryNode | undefined> {
    return this.#call("node", () => this.nodes.get(nodeId));
  }

  user(tid: string): Promise<DirectoryUser | undefined> {
    return this.#call("user", () => this.users.get(tid));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #newId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  #call<T>(call: string, work: () => T): Promise<T> {
    this.calls.push(call);
    const index = this.#failures.findIndex((planned) => planned.call === call);
    const failure = index === -1 ? undefined : this.#failures.splice(index, 1)[0];
    return new Promise((resolve) => {
      if (failure?.after === false) throw this.#error(failure.reason, `${call} was to fail`);
      const result = work();
      if (failure !== undefined) throw this.#error(failure.reason, `${call} was to fail`);
      resolve(result);
    });
  }

  #error(reason: ExplorerErrorReason, what: string): ExplorerError {
    return new ExplorerError(reason, { what, where: this.where });
  }
}
