import { describeWeights, sameWeights, soleVersion } from "../../../model/vimana/rollout/shares.js";
import { canonicalText } from "../../runtime/canonical.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { TrafficInputs, TrafficOutputs } from "../traffic.js";
import { changeStep } from "./change-step.js";
import { type Look, lookAt } from "./look.js";
import { planRollout } from "./plan-rollout.js";
import { openServer, type Server, type Surroundings } from "./server.js";
import { removalWarning, stillServing, undeclared } from "./undeclared.js";

type Old = NonNullable<PlanRequest<TrafficInputs, TrafficOutputs>["old"]>;

/**
 * Where the calls of a server will go. Asks the cluster only when something is to change: a stack has many servers,
 * and most previews are about few of them.
 */
export async function planTraffic(
  surroundings: Surroundings,
  context: KindContext,
  { old, news, unknown }: PlanRequest<TrafficInputs, TrafficOutputs>,
): Promise<Plan | undefined> {
  if (unknown.length > 0) {
    return { summary: "", steps: [], notes: ["weights are told when everything is known"] };
  }
  // Nothing is unknown, so every checked input is there.
  const inputs = news as TrafficInputs;
  if (old === undefined) return planNew(inputs);
  if (!isConcerned(old, inputs)) return undefined;
  const server = await openServer(surroundings, context, inputs);
  const look = await lookAt(server, old.outputs);
  const removal = removalWarning(server, look.weights);
  if (removal !== undefined) context.warn(removal);
  return inputs.rollout === undefined
    ? planWeights(server, look)
    : planRollout(server, look, inputs.rollout, old.outputs);
}

function planNew({ fullName, weights, rollout }: TrafficInputs): Plan {
  const wanted = weights ?? { [rollout?.to ?? ""]: 1 };
  const steps = [`weights of ${serverId(fullName)}: ${describeWeights(wanted)}`];
  if (rollout === undefined) return { summary: "", steps };
  return { summary: "", steps, notes: ["without steps: nothing serves before"] };
}

/** Whether weights or a rollout may move. A rollout that stands still is looked at, as long as it is not at its end. */
function isConcerned({ inputs: before, outputs }: Old, inputs: TrafficInputs): boolean {
  const parts = (of: TrafficInputs): string =>
    canonicalText([of.weights, of.managed, of.rollout, Object.keys(of.backends).sort()]);
  if (parts(before) !== parts(inputs)) return true;
  if (inputs.rollout === undefined) return false;
  return (
    outputs.rolloutStatus.phase !== "Succeeded" || soleVersion(outputs.liveWeights) !== inputs.rollout.to
  );
}

function planWeights(server: Server, look: Look): Plan {
  const { weights = {}, managed, drainSeconds } = server.inputs;
  if (managed === "external" && look.exists) {
    const serving = undeclared(server, look.weights);
    if (serving.length > 0) throw stillServing(server, serving, " by whoever sets the weights");
    return {
      summary: "",
      steps: [],
      notes: [`weights stay as somebody else has set them: ${describeWeights(look.weights)}`],
    };
  }
  if (sameWeights(look.weights, weights)) return { summary: "", steps: [] };
  return { summary: "", steps: [changeStep(server, look, weights, drainSeconds)] };
}

function serverId(fullName: string): string {
  return fullName.slice(fullName.indexOf(":") + 1);
}
