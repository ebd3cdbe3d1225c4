import { isKubeError, type KubeErrorReason } from "../../../clients/kubernetes/errors.js";

/** What another attempt may not meet: the server did not answer, or not sensibly. */
const UNANSWERED: readonly KubeErrorReason[] = [
  "Unreachable",
  "Unavailable",
  "Timeout",
  "TooManyRequests",
  "Internal",
  "Expired",
];
/** Somebody was faster. */
const CONTESTED: readonly KubeErrorReason[] = ["Conflict", "AlreadyExists"];

/** Attempts: with the pauses below, about a minute, in which an API server restarts. */
const ATTEMPTS = 16;

/**
 * Repeats a round that reads what there is, decides, and writes with the version it read. A write whose answer got
 * lost is found done by the next round, so that a round must cope with its own work.
 *
 * @throws the last round's error, and every other error at once
 */
export function persistently<T>(signal: AbortSignal, round: (attempt: number) => Promise<T>): Promise<T> {
  return repeated(signal, [...CONTESTED, ...UNANSWERED], round);
}

/** Repeats what may be asked any number of times while the server does not answer. */
export function patiently<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  return repeated(signal, UNANSWERED, ask);
}

async function repeated<T>(
  signal: AbortSignal,
  passing: readonly KubeErrorReason[],
  round: (attempt: number) => Promise<T>,
): Promise<T> {
  const { default: pRetry } = await import("p-retry");
  return pRetry(round, {
    retries: ATTEMPTS - 1,
    minTimeout: 20,
    maxTimeout: 8_000,
    factor: 2,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => !signal.aborted && isKubeError(error, ...passing),
  });
}
