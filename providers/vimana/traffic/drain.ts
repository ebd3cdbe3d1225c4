import { lostAll, type Weights } from "../../../model/vimana/rollout/shares.js";
import type { Journal } from "./journal.js";
import type { Look } from "./look.js";
import type { Draining } from "./marks.js";
import type { Server } from "./server.js";
import { waitUntil } from "./timing.js";
import type { Content } from "./write.js";

/**
 * Versions that have to be drained once these weights are written: those that lose their calls by it, and those that
 * lost them before and were not drained to the end. Undefined for none.
 */
export function drainingAfter(
  { inputs }: Pick<Server, "inputs">,
  look: Pick<Look, "weights" | "draining">,
  after: Weights,
): Draining | undefined {
  const lost = lostAll(look.weights, after);
  const left = (look.draining?.versions ?? []).filter((version) => (after[version] ?? 0) === 0);
  const versions = [...new Set([...left, ...lost])];
  if (versions.length === 0 || inputs.drainSeconds === 0) return undefined;
  const since = lost.length === 0 ? look.draining?.since : undefined;
  return since === undefined ? { versions } : { versions, since };
}

/**
 * Waits until what was sent to versions before they lost their calls has had its time. It counts from when the gateway
 * had accepted the weights, which is noted on the carrier, so that a run that was killed waits for the rest alone.
 */
export async function drain(server: Server, journal: Journal, content: Content): Promise<void> {
  const { draining } = content;
  if (draining === undefined) return;
  const { context, inputs } = server;
  const since = Math.min(draining.since ?? Infinity, context.now());
  if (draining.since === undefined) {
    await journal.write({ ...content, draining: { ...draining, since } }, "");
  }
  const seconds = inputs.drainSeconds;
  await waitUntil(server, since + 1000 * seconds, () => {
    const passed = Math.floor((context.now() - since) / 1000);
    return `${draining.versions.join(", ")} drains: ${passed}s of ${seconds}s`;
  });
  await journal.write({ ...content, draining: undefined }, "");
}
