import { setTimeout as delay } from "node:timers/promises";
import { isExplorerError } from "../../../clients/explorer/errors.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import type { Site } from "./site.js";

const FIRST_PAUSE_MS = 250;
/** Nodes ask for work every ten seconds. */
const LONGEST_PAUSE_MS = 5_000;

/** A wait for something to become of a workload. */
export interface Wait {
  /** For the status line and the message of the timeout. */
  readonly what: string;
  /** Milliseconds since the epoch, after which one more look is the last. Default: as long as the operation may take. */
  readonly end?: number;
  readonly until: (workload: AnyWorkload | undefined) => boolean;
}

/**
 * Looks at a workload until something holds of it, or the wait's end. An explorer that does not answer is asked again as
 * long as the operation may take.
 *
 * @returns the workload as it was last seen
 */
export async function waitFor(
  { client, context }: Site,
  id: string,
  { what, end = Number.POSITIVE_INFINITY, until }: Wait,
): Promise<AnyWorkload | undefined> {
  const { signal } = context;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    try {
      const workload = await client.workload(id, { signal });
      if (until(workload) || context.now() >= end) return workload;
      context.status(what);
    } catch (error) {
      if (!isExplorerError(error, "Unreachable", "Unavailable")) throw error;
      context.status(`${what}; ${error.what}`);
    }
    await delay(Math.max(FIRST_PAUSE_MS, Math.min(pause, end - context.now())), undefined, { signal });
  }
}
