import { Failure, type FailureParts } from "../../model/shared/errors.js";

/** Why a name server did not do what it was asked for. */
export type DnsErrorReason =
  /** No answer in time, or the connection broke. */
  | "Unreachable"
  /** It does not know our key, or the key may not do this, or the clocks differ. */
  | "Unauthorized"
  /** A prerequisite of an update does not hold. */
  | "Prerequisite"
  /** The name is in no zone of this server. */
  | "NotAuthoritative"
  /** The server has a fault of its own (SERVFAIL). */
  | "Unavailable"
  /** It does not take the message (FORMERR, NOTIMP, …). */
  | "Invalid"
  /** An answer that cannot be read, or that is not signed by our key. */
  | "BadAnswer"
  /** The caller's signal ended it. */
  | "Cancelled";

export interface DnsErrorParts extends FailureParts {
  readonly where: string;
}

/** One message to a name server that did not go well. Never carries the key. */
export class DnsError extends Failure {
  override readonly name: string = "DnsError";

  constructor(
    readonly reason: DnsErrorReason,
    parts: DnsErrorParts,
  ) {
    super(parts);
  }
}

/** Whether an unknown thrown value is a {@link DnsError} with one of these reasons. */
export function isDnsError(error: unknown, ...reasons: DnsErrorReason[]): error is DnsError {
  return error instanceof DnsError && (reasons.length === 0 || reasons.includes(error.reason));
}
