import { Failure } from "../../model/shared/errors.js";

/** Why a request failed, in the API's own terms plus what happens before an answer arrives. */
export type KubeErrorReason =
  | "NotFound"
  | "AlreadyExists"
  | "Conflict"
  | "Invalid"
  | "BadRequest"
  | "Unauthorized"
  | "Forbidden"
  | "Expired"
  | "TooManyRequests"
  | "Timeout"
  | "Unavailable"
  | "Unreachable"
  | "Internal";

/** One failed request: the API's status, the object it was about, and for conflicts who owns which field. */
export class KubeError extends Failure {
  override readonly name: string = "KubeError";

  constructor(
    readonly reason: KubeErrorReason,
    readonly detail: {
      readonly what: string;
      readonly where: string;
      readonly next?: string;
      /** HTTP status; 0 when no answer came. */
      readonly status: number;
      /** For field conflicts: the other managers and the fields they own. */
      readonly conflicts?: readonly { readonly manager: string; readonly field: string }[];
      /** For Invalid: field paths and messages of the API server. */
      readonly causes?: readonly { readonly field: string; readonly message: string }[];
      readonly cause?: unknown;
    },
  ) {
    super(detail);
  }
}

/** Whether an unknown thrown value is a {@link KubeError} with one of these reasons. */
export function isKubeError(error: unknown, ...reasons: KubeErrorReason[]): error is KubeError {
  return error instanceof KubeError && (reasons.length === 0 || reasons.includes(error.reason));
}
