import type { InstanceState, RunFailure } from "../ledger/record.js";
import type { PoolSettings } from "../settings.js";
import type { Budget } from "./budget.js";

/** What the planner looks at in an instance; a record of the ledger is one. */
export interface InstanceView {
  readonly slot: number;
  readonly instance: string;
  readonly state: InstanceState;
  readonly specHash: string;
  /** Whether it is of an older spec. Default: whether its hash or its secrets' digest is another than the pool's. */
  readonly stale?: boolean;
  readonly secretsDigest?: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** RFC 3339. */
  readonly changedAt: string;
  /** RFC 3339. */
  readonly builtAt?: string;
  /** Number of the current or last run in its phase. Default 1. */
  readonly attempt?: number;
  /** Accounts it holds an entry of, by account. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly failure?: Pick<RunFailure, "phase" | "at" | "retriable">;
}

/** Everything that a plan is made from. */
export interface PoolView {
  readonly settings: PoolSettings;
  /** Hash of the spec that new instances are built with. */
  readonly specHash: string;
  readonly instances: readonly InstanceView[];
  readonly budget: Budget;
  /** Entries that nobody holds, of each account that a build needs. */
  readonly freeAccounts: Readonly<Record<string, number>>;
  /** Instances to borrow, of each artifact that a build refers to. */
  readonly cleanRefs: Readonly<Record<string, number>>;
  /** SHA-256 over the contents of the shared secrets; undefined when there are none. */
  readonly secretsDigest?: string;
}

/** Why an instance is cleaned. */
export type CleanReason = "excess" | "dirty" | "failed" | "stale" | "expired" | "outOfRange";

/** A step that can be taken at once, whatever becomes of the others. */
export type Action =
  | { readonly do: "build"; readonly slot: number }
  | { readonly do: "clean"; readonly slot: number; readonly instance: string; readonly why: CleanReason };

/**
 * How a pool is. `NotScheduled`: nothing was ever to be done. `Running`: runs are under way or about to start.
 * `PendingAccount`, `PendingArtRef`: builds wait for an account's entry, or for an instance of another artifact.
 * `AtCapacity`: below its target, and every slot is in use. `Failed`: a run failed, and is tried again later or not at
 * all. `Maintenance`: builds failed too often and have stopped. `Paused`: by its settings.
 */
export type Phase =
  | "NotScheduled"
  | "Running"
  | "PendingAccount"
  | "PendingArtRef"
  | "Failed"
  | "Succeeded"
  | "Maintenance"
  | "Paused"
  | "AtCapacity";

/** Instances by state, and the limits. */
export interface Counts extends Readonly<Record<InstanceState, number>> {
  readonly total: number;
  readonly target: number;
}

/** What is to be done with a pool. */
export interface PoolPlan {
  readonly phase: Phase;
  /** The target that counts now, by the schedule. */
  readonly target: number;
  /** What can be done at once; more may follow when it is done. */
  readonly actions: readonly Action[];
  /** Instances with a run under way, by id. */
  readonly awaited: readonly string[];
  /** What keeps the pool from its target once everything is done that can be, for people. */
  readonly blocked: readonly string[];
  /** Instances of an older spec, borrowed ones included. */
  readonly stale: number;
  readonly counts: Counts;
  /** When a failed run may be tried again, in milliseconds since 1970; undefined when nothing waits for that. */
  readonly retryAt?: number;
  /** Runs to be started until nothing is left to do, if all end well. */
  readonly forecast: { readonly build: number; readonly clean: number };
}
