import type { TrafficOutputs } from "../traffic.js";
import { removeObjects } from "./remove.js";
import type { Server } from "./server.js";

/** Removes every carrier that bears this resource's token. Nothing is drained: the whole server goes. */
export async function deleteTraffic(server: Server, { objects }: TrafficOutputs): Promise<void> {
  const { namespace } = server.inputs;
  await removeObjects(
    server,
    objects.map((object) => ({ ...object, namespace })),
  );
}
