import { carry, tellLedger } from "./carry.js";
import { drain, drainingAfter } from "./drain.js";
import type { Journal } from "./journal.js";
import type { Server } from "./server.js";
import type { Content } from "./write.js";

/** Brings a server without a rollout to its weights in one write, or leaves them to whoever else sets them. */
export async function settleWeights(server: Server, journal: Journal): Promise<void> {
  const { look } = journal;
  const { weights: wanted = {}, managed } = server.inputs;
  const leave = managed === "external" && look.exists;
  const content: Content = {
    weights: ({ live, weights }) => (leave ? (live === undefined ? look.weights : weights) : wanted),
    rollout: undefined,
    draining: drainingAfter(server, look, leave ? look.weights : wanted),
  };
  await carry(server, journal, content, "weights");
  await tellLedger(server, journal);
  await drain(server, journal, content);
}
