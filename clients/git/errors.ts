import { Failure, type FailureParts } from "../../model/shared/errors.js";

/** Why a repository could not be read. */
export type GitErrorReason =
  /** No answer, or only errors of the server. */
  | "Unreachable"
  | "Timeout"
  /** The credentials are missing, wrong, or have no right to read. */
  | "Unauthenticated"
  /** The server's host key or certificate is not one that is trusted. */
  | "Untrusted"
  /** There is no such repository, or the server does not tell whether there is one. */
  | "NotFound"
  | "UnknownRevision"
  | "AmbiguousRevision"
  /** The commit has no such path. */
  | "PathMissing"
  /** What was asked for cannot be, whatever the server says. */
  | "Invalid"
  /** git is missing or too old. */
  | "NoGit"
  /** The caller's signal ended it. */
  | "Cancelled"
  /** git failed in a way that is not known. */
  | "Failed";

/** One thing that could not be done with a repository. Never carries a password or a key. */
export class GitError extends Failure {
  override readonly name: string = "GitError";

  constructor(
    readonly reason: GitErrorReason,
    parts: FailureParts,
  ) {
    super(parts);
  }
}

/** Whether an unknown thrown value is a {@link GitError} with one of these reasons. */
export function isGitError(error: unknown, ...reasons: GitErrorReason[]): error is GitError {
  return error instanceof GitError && (reasons.length === 0 || reasons.includes(error.reason));
}
