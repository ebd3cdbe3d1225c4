import type { KindHandlers } from "../runtime/kind.js";
import { measure } from "./checks/measure.js";
import type { TrafficInputs, TrafficOutputs } from "./traffic.js";
import { bringAbout } from "./traffic/bring-about.js";
import { deleteTraffic } from "./traffic/delete.js";
import { planTraffic } from "./traffic/plan.js";
import { readTraffic } from "./traffic/read.js";
import { idOf, openServer, type Surroundings } from "./traffic/server.js";
import { realTime } from "./traffic/timing.js";

/** What the kind does, in given surroundings. */
export function trafficHandlersIn(surroundings: Surroundings): KindHandlers<TrafficInputs, TrafficOutputs> {
  return {
    plan: (context, request) => planTraffic(surroundings, context, request),
    async create(context, inputs) {
      const server = await openServer(surroundings, context, inputs);
      return { id: idOf(inputs), outputs: await bringAbout(server, undefined) };
    },
    async read(context, _id, state) {
      return readTraffic(await openServer(surroundings, context, state.inputs), state);
    },
    async update(context, _id, old, inputs) {
      const server = await openServer(surroundings, context, inputs);
      return { outputs: await bringAbout(server, old.outputs) };
    },
    async delete(context, _id, { inputs, outputs }) {
      await deleteTraffic(await openServer(surroundings, context, inputs), outputs);
    },
  };
}

/** What the kind does. */
export const trafficHandlers = trafficHandlersIn({ timing: realTime, measure });
