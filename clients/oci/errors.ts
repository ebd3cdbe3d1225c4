import { Failure, type FailureParts } from "../../model/shared/errors.js";

/** Why a registry could not be asked, or what it said. */
export type RegistryErrorReason =
  /** The repository is there, the tag or digest is not; or the registry does not tell which is missing. */
  | "TagNotFound"
  | "RepositoryNotFound"
  /** The credential is missing, wrong, or has no right to pull. Never means that there was no answer. */
  | "Unauthorized"
  /** No answer, or only errors of the server. */
  | "Unreachable"
  /** The content is not what the digest says. */
  | "DigestMismatch"
  /** The index has no image for the wanted platform. */
  | "PlatformNotFound"
  | "TooManyRequests"
  /** An answer that no registry should give. */
  | "BadAnswer";

/** One failed request to a registry. Never carries a password or token. */
export class RegistryError extends Failure {
  override readonly name: string = "RegistryError";

  constructor(
    readonly reason: RegistryErrorReason,
    parts: FailureParts,
  ) {
    super(parts);
  }
}

/** Whether an unknown thrown value is a {@link RegistryError} with one of these reasons. */
export function isRegistryError(error: unknown, ...reasons: RegistryErrorReason[]): error is RegistryError {
  return error instanceof RegistryError && (reasons.length === 0 || reasons.includes(error.reason));
}
