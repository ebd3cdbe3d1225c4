import { setTimeout as delay } from "node:timers/promises";
import type { KindContext } from "../../runtime/context.js";

/** Milliseconds after which a wait looks at the clock again and shows how far it is. */
const LONGEST_MS = 5_000;

/** How time passes while something is waited for; a test lets it pass at once. */
export interface Timing {
  /** Resolves after so many milliseconds, or earlier when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const realTime: Timing = {
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
};

/**
 * Waits until a time and shows what for.
 *
 * @param until milliseconds since the epoch
 * @throws the reason of the operation's end
 */
export async function waitUntil(
  { context, timing }: { readonly context: KindContext; readonly timing: Timing },
  until: number,
  status: () => string,
): Promise<void> {
  for (;;) {
    context.signal.throwIfAborted();
    const left = until - context.now();
    if (left <= 0) return;
    context.status(status());
    await timing.sleep(Math.min(left, LONGEST_MS), context.signal);
  }
}
