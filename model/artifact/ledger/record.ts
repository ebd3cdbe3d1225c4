/**
 * What an instance is: `building` and `cleaning` have a run under way; `clean` waits for a borrower, `borrowed` has
 * one; `dirty` waits for its clean run; `failed` is one whose last run failed.
 */
export const INSTANCE_STATES = ["building", "clean", "borrowed", "dirty", "cleaning", "failed"] as const;

/** One of {@link INSTANCE_STATES}. */
export type InstanceState = (typeof INSTANCE_STATES)[number];

/** Why a run failed. Holds no secret. */
export interface RunFailure {
  readonly phase: "build" | "clean";
  /** Task of the pipeline. */
  readonly task?: string;
  readonly step?: string;
  readonly exitCode?: number;
  /** Tekton's reason, or the pod's. */
  readonly reason: string;
  readonly message: string;
  /** Last lines of the failing step, redacted. */
  readonly logTail: readonly string[];
  /** RFC 3339. */
  readonly at: string;
  /** False when the same spec would fail again. */
  readonly retriable: boolean;
}

/** Who has borrowed an instance. */
export interface InstanceLease {
  /** Who asked: the mark of a stack's lease, or `<artifact>/<instance>` of an instance that refers to this one. */
  readonly holder: string;
  readonly team: string;
  /** RFC 3339. */
  readonly since: string;
  /** Random; only its bearer may give the instance back. */
  readonly token: string;
}

/** An instance that another one has borrowed. */
export interface InstanceRef {
  readonly slot: number;
  readonly instance: string;
}

/** What the ledger knows of one instance, apart from its results. */
export interface InstanceRecord {
  /** `<slot>-<random>`. */
  readonly instance: string;
  readonly slot: number;
  readonly state: InstanceState;
  /** Hash of the build and clean units it is built with; it is cleaned with the same ones. */
  readonly specHash: string;
  /** SHA-256 over the contents of the shared secrets when it was built. */
  readonly secretsDigest?: string;
  /** When its slot was taken, RFC 3339. */
  readonly createdAt: string;
  /** When its state last changed, RFC 3339. */
  readonly changedAt: string;
  /** When its build ended well, RFC 3339. */
  readonly builtAt?: string;
  /** Number of the current or last run in its phase, from 1. */
  readonly attempt: number;
  /** Name of the current or last run. */
  readonly run?: string;
  /** Entry of each account it holds, by account. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Instances of other artifacts it holds, by artifact. */
  readonly refs: Readonly<Record<string, InstanceRef>>;
  /** Only and always while it is borrowed. */
  readonly lease?: InstanceLease;
  /** Why it is `failed`, or why it became dirty. */
  readonly failure?: RunFailure;
}

/** An instance as the ledger holds it. */
export interface LedgerEntry {
  readonly record: InstanceRecord;
  /** Results of its build, by name. Secret. */
  readonly results: Readonly<Record<string, string>>;
  /** Version that was read; a write must name it. Absent before the first write. */
  readonly resourceVersion?: string;
  /** Uid of the Secret it was read from. */
  readonly uid?: string;
}
