import { refOf } from "../../../clients/kubernetes/objects.js";
import type { RolloutRecord } from "../../../model/vimana/rollout/record.js";
import { effectiveWeights } from "../../../model/vimana/rollout/shares.js";
import type { RolloutStatus, TrafficInputs, TrafficOutputs } from "../traffic.js";
import type { Look } from "./look.js";

/** Sets of weights that the history keeps. */
const HISTORY = 20;

/** What the state is to know. */
export function outputsOf(
  inputs: Pick<TrafficInputs, "rollout">,
  look: Look,
  rest: Pick<TrafficOutputs, "history" | "accepted" | "objects">,
): TrafficOutputs {
  return {
    liveWeights: { ...look.weights },
    effectiveWeights: effectiveWeights(look.weights),
    history: rest.history.slice(-HISTORY),
    rolloutStatus: inputs.rollout === undefined || look.rollout === undefined ? {} : statusOf(look.rollout),
    accepted: rest.accepted,
    objects: rest.objects,
  };
}

/** References to the declared carriers, as outputs hold them. */
export function objectsOf(look: Look): TrafficOutputs["objects"] {
  return look.carriers.map(({ object }) => {
    const { apiVersion, kind, name } = refOf(object);
    return { apiVersion, kind, name };
  });
}

function statusOf(record: RolloutRecord): RolloutStatus {
  const { id, to, phase, step, steps, message, checks } = record;
  return {
    id,
    to,
    phase,
    step: step + 1,
    steps,
    message,
    checks: checks.map(({ name, good, bad, inconclusive, values }) => ({
      name,
      good,
      bad,
      inconclusive,
      last: values.at(-1) ?? "",
    })),
  };
}
