import { z } from "zod";
import { networkNetResourceSchema } from "./network-net-resource.js";
import { id, list, range, text } from "./scalars.js";
import { statsAggregatorSchema } from "./stats-aggregator.js";

/** A classic network over several nodes, which becomes one network resource a node, all with one workload id. */
export const networkSchema = z.strictObject({
  name: text(),
  workloadId: id(),
  iprange: range(),
  statsAggregator: list(statsAggregatorSchema),
  networkResources: list(networkNetResourceSchema),
  farmerTid: id(),
});
export type Network = z.output<typeof networkSchema>;
