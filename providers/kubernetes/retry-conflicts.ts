import { isKubeError, type KubeErrorReason } from "../../clients/kubernetes/errors.js";

/** Attempts before a contested object is given up: with the pauses below, about ten seconds. */
const ATTEMPTS = 12;

/** Reasons that say that the object is no longer what was read. */
export const CONTESTED: readonly KubeErrorReason[] = ["Conflict", "AlreadyExists", "NotFound"];

/**
 * Repeats a read-and-write round while somebody else gets in between: the object changed, appeared or vanished
 * since it was read. Each round reads afresh, so a repetition decides anew.
 *
 * @throws the last round's error when the object stays contested, and every other error at once
 */
export async function retryConflicts<T>(signal: AbortSignal, round: () => Promise<T>): Promise<T> {
  const { default: pRetry } = await import("p-retry");
  return pRetry(round, {
    retries: ATTEMPTS - 1,
    minTimeout: 20,
    maxTimeout: 2_000,
    factor: 1.8,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => isKubeError(error, ...CONTESTED),
  });
}
