import { Failure, type FailureParts } from "../../model/shared/errors.js";

/** Why an explorer could not be asked, or what it said. */
export type ExplorerErrorReason =
  /** No answer, and nothing was sent that could have changed anything. */
  | "Unreachable"
  /** The explorer answers with errors of its own, for now. */
  | "Unavailable"
  /** The request was sent and no answer came: whether it was carried out is not known. */
  | "LostAnswer"
  /** The explorer does not take the request's signature, or its certificate is not trusted. */
  | "Unauthorized"
  /** A signature in the body was refused: not a listed signer, not over this content, or not expected now. */
  | "SignatureRefused"
  /** The pool has too little left. The explorer keeps the workload as an invalid record. */
  | "PaymentRequired"
  | "Forbidden"
  | "NotFound"
  | "Conflict"
  /** The request cannot be right, whatever the explorer's state. */
  | "Invalid"
  /** An answer that no explorer should give. */
  | "BadAnswer"
  /** The caller's signal ended it. */
  | "Cancelled";

export interface ExplorerErrorParts extends FailureParts {
  readonly where: string;
  /** HTTP status, 0 when there was no answer. */
  readonly status?: number;
}

/** One request to an explorer that did not go well. Carries neither seeds nor signatures. */
export class ExplorerError extends Failure {
  override readonly name: string = "ExplorerError";
  readonly status: number;

  constructor(
    readonly reason: ExplorerErrorReason,
    parts: ExplorerErrorParts,
  ) {
    super(parts);
    this.status = parts.status ?? 0;
  }
}

/** Whether an unknown thrown value is an {@link ExplorerError} with one of these reasons. */
export function isExplorerError(error: unknown, ...reasons: ExplorerErrorReason[]): error is ExplorerError {
  return error instanceof ExplorerError && (reasons.length === 0 || reasons.includes(error.reason));
}
