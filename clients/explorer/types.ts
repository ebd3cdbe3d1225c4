import type { AnyWorkload } from "../../model/reservation/types/any-workload.js";
import type { CapacityPool } from "../../model/reservation/types/capacity-pool.js";
import type { PoolReservation } from "../../model/reservation/types/pool-reservation.js";
import type { SigningSignature } from "../../model/reservation/types/signing-signature.js";
import type { Decoded } from "../../model/reservation/wire/decode.js";
import type { JsonValue } from "../../model/shared/json.js";

/** How the model looks on an explorer's wire; given by whoever connects, since clients know the model's types alone. */
export interface ExplorerWire {
  encodeWorkload(workload: AnyWorkload): JsonValue;
  decodeWorkload(wire: unknown): Decoded<AnyWorkload>;
  encodeSignature(signature: SigningSignature): JsonValue;
  encodeOrder(order: PoolReservation): JsonValue;
  decodePool(wire: unknown): Decoded<CapacityPool>;
}

/** Headers by which an explorer knows who asks, made for one moment. */
export type RequestSigner = (unixSeconds: number) => Readonly<Record<string, string>>;

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Workloads to be listed. */
export interface WorkloadFilter {
  readonly customerTid: string;
  readonly workloadType?: number;
}

/** A node or gateway as the directory has it. */
export interface DirectoryNode {
  /** Base58 of its public key. */
  readonly nodeId: string;
  /** Ed25519, hexadecimal. */
  readonly publicKey: string;
  readonly farmId: string;
  /** When it last gave a sign of life, unix seconds. */
  readonly updated: number;
  readonly deleted: boolean;
}

export interface DirectoryUser {
  readonly tid: string;
  /** Ed25519, hexadecimal. */
  readonly publicKey: string;
}

/** What an order for a pool is to be paid with. */
export interface PaymentInformation {
  /** Decimal id of the order. */
  readonly reservationId: string;
  /** Where to pay to; empty when nothing is to be paid. */
  readonly address: string;
  readonly asset: string;
  /** In the smallest unit of the asset. */
  readonly amount: string;
}

/** An explorer: it keeps signed workloads and has nodes carry them out. */
export interface ExplorerClient {
  /** Its address, for messages and envelopes. */
  readonly where: string;
  /**
   * Hands in a signed workload. Never sent twice.
   * @returns the workload's decimal id
   * @throws ExplorerError LostAnswer when it may have been taken nevertheless; PaymentRequired, Forbidden, …
   */
  postWorkload(workload: AnyWorkload, signer: RequestSigner, options?: CallOptions): Promise<string>;
  /** Undefined when there is none with this id. */
  workload(id: string, options?: CallOptions): Promise<AnyWorkload | undefined>;
  /** All of a customer's workloads, also deleted ones, by id. */
  workloads(filter: WorkloadFilter, options?: CallOptions): Promise<readonly AnyWorkload[]>;
  /**
   * Adds a signature to the request for a workload's deletion. One that is there already is as good.
   * @throws ExplorerError SignatureRefused, NotFound, …
   */
  signDelete(id: string, signature: SigningSignature, options?: CallOptions): Promise<void>;
  /** Orders a pool, or more for one. Never sent twice. */
  postPool(order: PoolReservation, options?: CallOptions): Promise<PaymentInformation>;
  /** Undefined when there is none with this id. */
  pool(id: string, options?: CallOptions): Promise<CapacityPool | undefined>;
  poolsOf(tid: string, options?: CallOptions): Promise<readonly CapacityPool[]>;
  /** A node or gateway; undefined when the directory has none with this id. */
  node(nodeId: string, options?: CallOptions): Promise<DirectoryNode | undefined>;
  user(tid: string, options?: CallOptions): Promise<DirectoryUser | undefined>;
  close(): Promise<void>;
}

export interface ExplorerOptions {
  /** Without `/api/v1`. */
  readonly url: string;
  /** PEM certificates that are trusted besides the well-known authorities. */
  readonly ca?: string;
  readonly wire: ExplorerWire;
  readonly pace?: RetryPace;
  /** Milliseconds since the epoch. Default the machine's clock. */
  readonly now?: () => number;
}

/** How failed requests are repeated. */
export interface RetryPace {
  /** Attempts after the first. Default 3. */
  readonly retries?: number;
  /** Milliseconds before the first of them, doubled each time, at most 5,000. Default 200. */
  readonly firstDelayMs?: number;
}
