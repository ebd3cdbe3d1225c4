import { PartialFailure } from "../../runtime/failure.js";
import { messageOf } from "../../runtime/presentable-error.js";
import type { TrafficOutputs } from "../traffic.js";
import { Journal } from "./journal.js";
import { lookAt } from "./look.js";
import { runRollout } from "./run-rollout.js";
import { idOf, type Server } from "./server.js";
import { settleWeights } from "./settle-weights.js";
import { removalWarning, stillServing, undeclared } from "./undeclared.js";

/**
 * Directs the calls of a server as declared; what creation and update both do.
 *
 * @param before what the state knows; undefined for a creation, which goes on from carriers that it takes over
 * @throws PartialFailure when something was written and the end was not reached
 */
export async function bringAbout(
  server: Server,
  before: TrafficOutputs | undefined,
): Promise<TrafficOutputs> {
  const { inputs } = server;
  const journal = new Journal(server, before, await lookAt(server, before));
  removalWarning(server, journal.look.weights);
  try {
    if (inputs.rollout === undefined) await settleWeights(server, journal);
    else await runRollout(server, journal, inputs.rollout, before);
    const serving = undeclared(server, journal.look.weights);
    // The engine deletes after the updates; a failure here keeps it from that.
    if (serving.length > 0) throw stillServing(server, serving, "");
  } catch (error) {
    if (!journal.wrote) throw error;
    throw new PartialFailure(idOf(inputs), journal.outputs(), [messageOf(error, server.where)]);
  }
  return journal.outputs();
}
