import type { OwnerScope } from "../../model/shared/ownership.js";
import type { TargetType } from "./target.js";

/** What a handler is given besides its data. */
export interface KindContext {
  /** The resource's URN; empty only for states older than the URN input. */
  readonly urn: string;
  /** The resource's logical name. */
  readonly resource: string;
  /** Whose objects these are. */
  readonly scope: OwnerScope;
  /** The instance token: fresh in create, the recorded one elsewhere. */
  readonly token: string;
  /** Aborted when the operation's time is over or the engine is gone. Every wait and write listens to it. */
  readonly signal: AbortSignal;
  /** The named target (cluster, node, registry) from the stack's configuration, connected once a process. */
  target<C>(type: TargetType<C>, name: string): Promise<C>;
  /** A line that stays. */
  info(message: string): void;
  /** A warning that stays. */
  warn(message: string): void;
  /** What is happening right now, shown on the resource's own line. */
  status(message: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
}
