import type { RunFailure } from "../ledger/record.js";
import type { PoolSettings } from "../settings.js";

/** What is remembered of a pool's builds, to give up in time. */
export interface Budget {
  /** Hash of the spec whose builds these are. */
  readonly specHash: string;
  /** `retry.resetToken` that counted. */
  readonly resetToken?: string;
  /** Outcomes of the last 20 builds, oldest first: `s` for a success, `f` for a failure. */
  readonly outcomes: string;
  /** RFC 3339. */
  readonly lastFailureAt?: string;
  /** One line for people, without secrets. */
  readonly lastFailure?: string;
  /** The last build failed in a way that the same spec would repeat. */
  readonly final?: boolean;
  /** When another `resetToken` last made failures forgotten, RFC 3339. */
  readonly resetAt?: string;
}

type Retry = PoolSettings["retry"];

/** What the budget allows now. */
export interface BuildGate {
  /** Most builds under way at the same time. */
  readonly limit: number;
  /** When builds may start again, in milliseconds since 1970. */
  readonly retryAt?: number;
  /** Why builds have stopped for good, for people. */
  readonly stopped?: string;
}

const REMEMBERED = 20;

/** The budget that counts for a spec and a reset token: failures of others are forgotten. */
export function currentBudget(
  budget: Budget | undefined,
  specHash: string,
  retry: Retry,
  now: number,
): Budget {
  const { resetToken } = retry;
  const sameToken = budget?.resetToken === resetToken;
  if (budget?.specHash === specHash && sameToken) return budget;
  const resetAt = budget === undefined || sameToken ? budget?.resetAt : new Date(now).toISOString();
  return {
    specHash,
    outcomes: "",
    ...(resetToken === undefined ? {} : { resetToken }),
    ...(resetAt === undefined ? {} : { resetAt }),
  };
}

/** The budget after one more build. Without a failure the build ended well. */
export function withOutcome(
  budget: Budget,
  failure?: Pick<RunFailure, "at" | "message" | "retriable">,
): Budget {
  const { specHash, resetToken, resetAt } = budget;
  const outcomes = (budget.outcomes + (failure === undefined ? "s" : "f")).slice(-REMEMBERED);
  return {
    specHash,
    ...(resetToken === undefined ? {} : { resetToken }),
    ...(resetAt === undefined ? {} : { resetAt }),
    outcomes,
    ...(failure === undefined ? {} : { lastFailureAt: failure.at, lastFailure: failure.message }),
    ...(failure?.retriable === false ? { final: true } : {}),
  };
}

/** Failed builds since the last one that ended well. */
export function consecutiveFailures({ outcomes }: Budget): number {
  return outcomes.length - outcomes.lastIndexOf("s") - 1;
}

/**
 * Whether builds may start. After a failure, no more are under way at once than may fail before building stops, so
 * that a broken spec costs `maxFailed + 1` builds and not a whole pool of them.
 *
 * @param now Milliseconds since 1970.
 */
export function buildGate(budget: Budget, retry: Retry, now: number): BuildGate {
  const failures = consecutiveFailures(budget);
  if (failures === 0) return { limit: Infinity };
  const stopped = stopReason(budget, retry, failures);
  if (stopped !== undefined) return { limit: 0, stopped };
  const retryAt = backoffEnd(failures, budget.lastFailureAt, retry);
  if (retryAt !== undefined && retryAt > now) return { limit: 0, retryAt };
  return { limit: retry.maxFailed + 1 - failures };
}

/** Whether the clean run of an instance may be tried again, after `attempt` failures. */
export function cleanGate(
  {
    attempt = 1,
    failure,
  }: { readonly attempt?: number; readonly failure: Pick<RunFailure, "at" | "retriable"> },
  budget: Budget,
  retry: Retry,
  now: number,
): "now" | "never" | { readonly retryAt: number } {
  const forgotten = budget.resetAt !== undefined && Date.parse(failure.at) < Date.parse(budget.resetAt);
  if (forgotten) return "now";
  if (!failure.retriable || attempt > retry.maxFailed) return "never";
  const retryAt = backoffEnd(attempt, failure.at, retry);
  return retryAt !== undefined && retryAt > now ? { retryAt } : "now";
}

function backoffEnd(failures: number, since: string | undefined, { backoff }: Retry): number | undefined {
  const pause = backoff[Math.min(failures, backoff.length - 1)];
  return since === undefined || pause === undefined ? undefined : Date.parse(since) + pause * 1000;
}

function stopReason(budget: Budget, retry: Retry, failures: number): string | undefined {
  const { outcomes, final, lastFailure } = budget;
  const last = lastFailure === undefined ? "" : ` (the last one: ${lastFailure})`;
  const next = "change the spec, or retry.resetToken to try again";
  if (final === true) return `builds have stopped: the spec would fail again${last}; ${next}`;
  if (failures > retry.maxFailed)
    return `builds have stopped after ${failures} failures in a row${last}; ${next}`;
  const failed = outcomes.replaceAll("s", "").length;
  if (outcomes.length > retry.maxFailed && failed >= retry.maxFailedRatio * outcomes.length) {
    return `builds have stopped: ${failed} of the last ${outcomes.length} failed${last}; ${next}`;
  }
  return undefined;
}
