import { Failure } from "../../model/shared/errors.js";

/** What an error says about the way to a target; `other` means that the target was reached and refused. */
export type Reachability = "unreachable" | "unauthenticated" | "other";

const reachabilityOf: Readonly<Record<string, Reachability>> = {
  Unreachable: "unreachable",
  Unavailable: "unreachable",
  Unauthorized: "unauthenticated",
};

/**
 * Tells an unreachable target and a refused credential from every other error, by the `reason` that clients'
 * errors carry (`Unreachable`, `Unavailable`, `Unauthorized`) and through `cause`. A refused credential is
 * never taken for an unreachable target.
 */
export function reachability(error: unknown): Reachability {
  let current: unknown = error;
  for (let depth = 0; depth < 10 && current instanceof Error; depth++) {
    if ("reason" in current && typeof current.reason === "string") {
      const found = reachabilityOf[current.reason];
      if (found !== undefined) return found;
    }
    current = current.cause;
  }
  return "other";
}

/**
 * A refused credential as read and delete report it, with the usual reason: the engine gives them the
 * configuration that the last update recorded.
 */
export function credentialRefused(message: string, cause: unknown): Failure {
  return new Failure({
    what: message,
    next:
      "`pulumi refresh` and `pulumi destroy` use the credentials that the last update recorded; " +
      "if they were rotated since, pass `--run-program` (`make refresh` and `make destroy` do)",
    cause,
  });
}
