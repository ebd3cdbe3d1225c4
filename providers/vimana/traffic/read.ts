import type { Weights } from "../../../model/vimana/rollout/shares.js";
import { sameWeights } from "../../../model/vimana/rollout/shares.js";
import type { KindState } from "../../runtime/kind.js";
import type { TrafficInputs, TrafficOutputs } from "../traffic.js";
import { isTaken } from "./accept.js";
import { carrierText } from "./carrier-texts.js";
import { type Found, type Look, lookAt } from "./look.js";
import { outputsOf } from "./outputs.js";
import { projected, projectedInOurParts } from "./projection.js";
import type { Server } from "./server.js";

/**
 * The carriers and weights as they are, so that drift shows field by field. Undefined when no carrier is left. Weights
 * that somebody else is to set are no drift, and those of a rollout show in the outputs.
 */
export async function readTraffic(
  server: Server,
  { inputs, outputs }: KindState<TrafficInputs, TrafficOutputs>,
): Promise<KindState<TrafficInputs, TrafficOutputs> | undefined> {
  const look = await lookAt(server, outputs);
  if (!look.exists) return undefined;
  const carriers = look.carriers.flatMap((found) =>
    found.live === undefined ? [] : [asFound(look, found, inputs)],
  );
  const drifts = inputs.weights !== undefined && inputs.managed === "pulumi";
  const { history, objects } = outputs;
  return {
    inputs: { ...inputs, carriers, ...(drifts ? { weights: { ...look.weights } } : {}) },
    outputs: outputsOf(inputs, look, { history, objects, accepted: isTaken(look) }),
  };
}

/** The text of a carrier in the form in which it is declared: without weights, unless they are the drift. */
function asFound(look: Look, found: Found, { managed }: TrafficInputs): string {
  const { object, live = object } = found;
  if (managed === "external") return carrierText(projectedInOurParts(object, live));
  const expected = look.weights;
  if (sameWeights(found.weights, expected)) {
    if (isWhole(look, found, expected)) return carrierText(object);
    const rest = carrierText(projected(object, live));
    if (rest !== carrierText(object)) return rest;
  }
  return carrierText(projected(found.carrier.withWeights(object, expected, look.naming), live));
}

function isWhole(look: Look, { object, carrier, live = object }: Found, weights: Weights): boolean {
  const full = carrier.withWeights(object, weights, look.naming);
  return carrierText(projected(full, live)) === carrierText(full);
}
