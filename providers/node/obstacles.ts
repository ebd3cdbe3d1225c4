import { z } from "zod";
import type { NodeClient } from "../../clients/node/types.js";
import { Failure } from "../../model/shared/errors.js";
import type { OpenNode } from "../targets/node.js";
import { capacityFault } from "../../model/reservation/capacity/node-capacity.js";
import { totalOf } from "./capacity.js";
import type { NodeCapacity, NodeInputs, NodeOutputs, NodeWorkload } from "./definition.js";
import { nodeFacts } from "./facts.js";
import { SUM_OF_RECORDS } from "./scripts/compose.js";

const sumSchema = z.object({ cru: z.number(), mru: z.number(), sru: z.number(), hru: z.number() });

/** What the node cannot give a workload, whatever else is there. */
export async function lackOf<I extends NodeInputs, F, O extends NodeOutputs>(
  definition: NodeWorkload<I, F, O>,
  inputs: Partial<I>,
  node: OpenNode,
): Promise<readonly string[]> {
  if (definition.lacks === undefined) return [];
  return definition.lacks(inputs, await nodeFacts(node), node);
}

/** Why a workload does not fit besides all others that the node has a record of; undefined when it does. */
export async function shortage(node: OpenNode, id: string, use: NodeCapacity): Promise<string | undefined> {
  const [facts, used] = await Promise.all([nodeFacts(node), usedBeside(node.client, id)]);
  return capacityFault(totalOf(facts), used, use);
}

async function usedBeside(client: NodeClient, id: string): Promise<NodeCapacity> {
  return sumSchema.parse(await client.run(SUM_OF_RECORDS, { id }));
}

/** The refusal of what a node cannot carry, or of a change that cannot be made. */
export function refused(sort: string, node: OpenNode, reasons: readonly string[]): Failure {
  return new Failure({
    what: reasons.join("; "),
    where: `${sort} on ${node.name} (${node.client.where})`,
    next: "Change the settings, or what stands in the way on the node",
  });
}
