import { Failure, type FailureParts } from "../../model/shared/errors.js";

/** Why something could not be done on a node. */
export type NodeErrorReason =
  /** No answer, or the connection broke. */
  | "Unreachable"
  /** The node refused our key. */
  | "Unauthorized"
  /** The node's host key is not one of those pinned. */
  | "HostKeyMismatch"
  /** `sudo -n` does not let the user do anything without a password. */
  | "SudoRefused"
  /** The script ended with another exit code than 0. */
  | "ScriptFailed"
  /** The script ended well without a JSON answer. */
  | "BadAnswer"
  /** The script printed more than is read. */
  | "TooMuchOutput"
  | "Timeout"
  /** Somebody else holds the node's lock. */
  | "Locked"
  /** What was sent is not what arrived. */
  | "DigestMismatch"
  /** The settings or parameters cannot be right, whatever the node says. */
  | "Invalid"
  /** The caller's signal ended it. */
  | "Cancelled";

export interface NodeErrorParts extends FailureParts {
  readonly where: string;
  /** For ScriptFailed: the exit code; absent when a signal ended the script. */
  readonly exitCode?: number | undefined;
  /** For ScriptFailed: the last lines of the script's errors, without secrets. */
  readonly said?: readonly string[];
}

/** One thing that could not be done on a node. Never carries a key or a secret parameter. */
export class NodeError extends Failure {
  override readonly name: string = "NodeError";
  readonly exitCode: number | undefined;
  readonly said: readonly string[];

  constructor(
    readonly reason: NodeErrorReason,
    parts: NodeErrorParts,
  ) {
    super(parts);
    this.exitCode = parts.exitCode;
    this.said = parts.said ?? [];
  }
}

/** Whether an unknown thrown value is a {@link NodeError} with one of these reasons. */
export function isNodeError(error: unknown, ...reasons: NodeErrorReason[]): error is NodeError {
  return error instanceof NodeError && (reasons.length === 0 || reasons.includes(error.reason));
}
