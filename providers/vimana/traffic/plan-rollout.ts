import { beginRollout } from "../../../model/vimana/rollout/begin.js";
import { isOver, type RolloutRecord } from "../../../model/vimana/rollout/record.js";
import { describeWeights, sameWeights } from "../../../model/vimana/rollout/shares.js";
import { stepsOf } from "../../../model/vimana/rollout/spec.js";
import { describeStep } from "../../../model/vimana/rollout/texts.js";
import type { RolloutSpec } from "../../../model/vimana/schema.js";
import type { Plan } from "../../runtime/plan.js";
import type { TrafficOutputs } from "../traffic.js";
import { changeStep } from "./change-step.js";
import { changedOutside } from "./changed-outside.js";
import type { Look } from "./look.js";
import { knownOf, promotedStep, touched } from "./run-rollout.js";
import type { Server } from "./server.js";
import { stillServing, undeclared } from "./undeclared.js";

/**
 * What the next update does of a rollout.
 *
 * @throws Failure when the update would stop at once because somebody else has changed the weights, or leave calls on
 *   a version that is removed
 */
export function planRollout(server: Server, look: Look, spec: RolloutSpec, before: TrafficOutputs): Plan {
  const beginning = beginRollout(spec, knownOf(look, before), server.context.now());
  switch (beginning.way) {
    case "refuse":
      return note(
        `${beginning.message}; up fails until rollout.retry has a new value or to is another version`,
      );
    case "stop":
      throw changedOutside(server, touched(look, beginning.record), beginning.record);
    case "keep":
      refuseRemovals(server, look);
      return note(beginning.message);
    case "go":
      break;
  }
  const { record } = beginning;
  if (isOver(record)) return planEnd(server, look, record);
  const promotes = promotedStep(spec, look, record);
  if (record.phase === "Paused" && promotes === undefined) {
    refuseRemovals(server, look);
    return note(record.message);
  }
  const rest = stepsOf(spec, record.from).slice(record.step);
  if (rest.some(({ pause }, index) => pause === "forever" && (index > 0 || promotes === undefined))) {
    refuseRemovals(server, look);
  }
  return {
    summary: `rollout of ${server.name} to ${record.to} from ${describeWeights(record.from)}`,
    steps: rest.map((step, index) => {
      const number = record.step + index + 1;
      const continued = index === 0 && look.rollout?.id === record.id ? " (continued)" : "";
      return `step ${number} of ${record.steps}: ${describeStep(record.to, step)}${continued}`;
    }),
    notes: [`calls go back to ${describeWeights(record.from)} if a check fails`].filter(
      () => spec.onFailure === "restore" && rest.some(({ checks }) => checks.length > 0),
    ),
  };
}

/** All at once: the end of a rollout, or the way back. */
function planEnd(server: Server, look: Look, record: RolloutRecord): Plan {
  if (sameWeights(look.weights, record.weights)) return { summary: "", steps: [] };
  const step = changeStep(server, look, record.weights, server.inputs.drainSeconds);
  return { summary: "", steps: [step], notes: [record.message] };
}

/** A version that an update would leave with calls must not be deleted after it. */
function refuseRemovals(server: Server, look: Look): void {
  const serving = undeclared(server, look.weights);
  if (serving.length > 0) throw stillServing(server, serving, " when the rollout pauses");
}

function note(text: string): Plan {
  return { summary: "", steps: [], notes: [text] };
}
