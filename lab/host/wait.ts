import { setTimeout as pause } from "node:timers/promises";

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 150;

/**
 * Asks again and again, soon at first, until the answer is undefined ("nothing is missing any more").
 * @param ask Answers what is still missing; an exception ends the wait.
 * @returns Undefined when the condition was met, otherwise what was missing when time was up.
 */
export async function waitUntil(
  ask: () => Promise<string | undefined>,
  withinMs: number,
): Promise<string | undefined> {
  const end = performance.now() + withinMs;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.5, LONGEST_PAUSE_MS)) {
    const missing = await ask();
    if (missing === undefined || performance.now() >= end) return missing;
    await pause(wait);
  }
}
