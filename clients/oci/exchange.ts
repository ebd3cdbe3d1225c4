import { setTimeout as delay } from "node:timers/promises";
import { RegistryError } from "./errors.js";
import { networkError } from "./network-error.js";
import type { Transport, WireAnswer, WireRequest } from "./transport.js";

/** How failed requests are repeated. */
export interface RetryPace {
  /** Attempts after the first. Default 3. */
  readonly retries?: number;
  /** Milliseconds before the first of them, doubled each time. Default 200. */
  readonly firstDelayMs?: number;
}

const BUDGET_MS = 60_000;
const LONGEST_RETRY_AFTER_MS = 30_000;
const LONGEST_DELAY_MS = 5_000;

/**
 * Sends a request until it is answered: lost connections, 429 and 5xx are repeated, and a `Retry-After` of up to 30
 * seconds is waited for.
 *
 * @param where For messages.
 * @throws RegistryError Unreachable, TooManyRequests, Unauthorized (certificate), BadAnswer (size).
 */
export async function exchange(
  transport: Transport,
  request: WireRequest,
  where: string,
  pace: RetryPace,
): Promise<WireAnswer> {
  const { default: pRetry } = await import("p-retry");
  let repeat = false;
  let afterMs = 0;
  const attempt = async (): Promise<WireAnswer> => {
    let answer: WireAnswer;
    try {
      answer = await transport.send(request);
    } catch (error) {
      request.signal?.throwIfAborted();
      const failure = networkError(error, request.url.origin, where);
      repeat = failure.reason === "Unreachable";
      afterMs = 0;
      throw failure;
    }
    if (answer.status !== 429 && answer.status < 500) return answer;
    const wanted = retryAfterMs(answer.headers.get("retry-after"));
    repeat = answer.status !== 501 && (wanted ?? 0) <= LONGEST_RETRY_AFTER_MS;
    afterMs = wanted ?? 0;
    throw busy(answer.status, request.url.origin, where);
  };
  return pRetry(attempt, {
    retries: pace.retries ?? 3,
    minTimeout: pace.firstDelayMs ?? 200,
    maxTimeout: LONGEST_DELAY_MS,
    maxRetryTime: BUDGET_MS,
    randomize: true,
    shouldRetry: () => repeat,
    onFailedAttempt: async ({ retriesLeft }) => {
      if (repeat && afterMs > 0 && retriesLeft > 0)
        await delay(afterMs, undefined, { signal: request.signal });
    },
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
}

function busy(status: number, origin: string, where: string): RegistryError {
  if (status === 429) {
    return new RegistryError("TooManyRequests", {
      what: `${origin} says that there were too many requests`,
      where,
      next: "Try again later; credentials often raise the limit",
    });
  }
  return new RegistryError("Unreachable", {
    what: `${origin} answers ${status}`,
    where,
    next: "See the registry's own log",
  });
}

/** Seconds or an HTTP date; undefined when there is none. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
