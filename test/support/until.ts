import { setTimeout as pause } from "node:timers/promises";

const INTERVAL_MS = 20;

/**
 * Waits on a condition: asks until the answer is neither undefined nor false, and returns it.
 *
 * @param what what is waited for, for the error
 * @param timeoutMs default one minute
 * @throws Error that names `what` when the time is over
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs / 1000} s in vain for ${what}`);
    await pause(INTERVAL_MS);
  }
}
