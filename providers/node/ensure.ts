import type { NodeClient } from "../../clients/node/types.js";
import type { JsonObject } from "../../model/shared/json.js";
import type { KindContext } from "../runtime/context.js";
import { PartialFailure } from "../runtime/failure.js";
import type { KindState } from "../runtime/kind.js";
import { messageOf } from "../runtime/presentable-error.js";
import { openNode, type OpenNode } from "../targets/node.js";
import { capacityFault } from "../../model/reservation/capacity/node-capacity.js";
import { roomOf, totalOf, wholeUse } from "./capacity.js";
import type { NodeCapacity, NodeInputs, NodeOutputs } from "./definition.js";
import { nodeFacts } from "./facts.js";
import { NOT_FINISHED, ownOf, stateAsFound, wholeOutputs } from "./found-state.js";
import { forgetLooks, parseLook, type Look } from "./look.js";
import { lackOf, refused } from "./obstacles.js";
import { joinGroup } from "./together/join-group.js";
import { lookParameters, ownParameters, specOf, type Workload } from "./workload.js";

/** Scripts end with the operation; this is for nodes that lose us, in milliseconds. */
const LONGEST_SCRIPT_MS = 1_800_000;

/** A workload that is to be brought about. */
export interface Wanted<I extends NodeInputs, O extends NodeOutputs> {
  readonly id: string;
  readonly inputs: I;
  /** Undefined for one that is created. */
  readonly old: KindState<I, O> | undefined;
}

/**
 * Brings a workload about, whatever is there, and returns what it looks like then.
 *
 * @throws PartialFailure when it stopped after the node had recorded the workload
 */
export async function ensure<I extends NodeInputs, F, O extends NodeOutputs>(
  workload: Workload<I, F, O>,
  context: KindContext,
  wanted: Wanted<I, O>,
): Promise<O> {
  const { definition, gate } = workload;
  const { inputs } = wanted;
  const node = await openNode(context, inputs.node);
  const lack = await lackOf(definition, inputs, node);
  if (lack.length > 0) throw refused(definition.sort, node, lack);
  const parameters = await ensureParameters(workload, context, wanted, node);
  if (definition.together !== undefined) return ensureTogether(workload, context, wanted, node, parameters);
  const work = async (client: NodeClient): Promise<O> => {
    forgetLooks(node.client);
    const hold = await gate?.beforeEnsure(context, client, inputs);
    if (hold !== undefined) return heldBack(context, wanted, hold.held);
    await refuseChange(workload, context, wanted, { ...node, client });
    try {
      return await run(workload, context, wanted, { ...node, client }, parameters);
    } finally {
      forgetLooks(node.client);
    }
  };
  return node.client.exclusively(`${definition.sort} ${context.resource}`, work, {
    signal: context.signal,
    onWait: (holder) => {
      context.status(`waits for ${node.name}, which is locked by ${holder}`);
    },
  });
}

async function ensureTogether<I extends NodeInputs, F, O extends NodeOutputs>(
  workload: Workload<I, F, O>,
  context: KindContext,
  wanted: Wanted<I, O>,
  node: OpenNode,
  parameters: JsonObject,
): Promise<O> {
  const { id, inputs, old } = wanted;
  const came = await joinGroup(workload, node, {
    work: "ensure",
    id,
    context,
    parameters,
    allow: async (client) => {
      const hold = await workload.gate?.beforeEnsure(context, client, inputs);
      if (hold === undefined) await refuseChange(workload, context, wanted, { ...node, client });
      return hold;
    },
  });
  if ("held" in came) return heldBack(context, wanted, came.held);
  if ("look" in came) return outputsIn(workload, context, wanted, came.look);
  if ("failed" in came && came.begun) throw halfWay(came.failed, id, { ...old?.outputs }, node);
  throw "failed" in came ? came.failed : new Error(`${id} was removed instead of being brought about`);
}

/** Nothing is done; what is held back is work of the next plan. */
function heldBack<I extends NodeInputs, O extends NodeOutputs>(
  context: KindContext,
  { id, old }: Wanted<I, O>,
  held: string,
): O {
  context.warn(held);
  return wholeOutputs<O>(old === undefined ? {} : old.outputs, id, [held]);
}

async function ensureParameters<I extends NodeInputs, F, O extends NodeOutputs>(
  { definition }: Workload<I, F, O>,
  context: KindContext,
  { id, inputs }: Wanted<I, O>,
  node: OpenNode,
): Promise<JsonObject> {
  const own = await definition.parameters(inputs, node, context);
  const use = wholeUse(definition.use?.(inputs));
  const room = definition.use === undefined ? use : roomOf(totalOf(await nodeFacts(node)));
  return {
    ...lookParameters(definition, context, node),
    ...own,
    ...ownParameters(definition, context, id),
    spec: specOf(inputs, definition.secretInputs),
    ...{ use_cru: use.cru, use_mru: use.mru, use_sru: use.sru, use_hru: use.hru },
    ...{ room_mru: room.mru, room_sru: room.sru, room_hru: room.hru },
  };
}

/** Looks at the workload as it is, for a kind that has changes which cannot be made. */
async function refuseChange<I extends NodeInputs, F, O extends NodeOutputs>(
  { definition, scripts }: Workload<I, F, O>,
  context: KindContext,
  { id, inputs, old }: Wanted<I, O>,
  node: OpenNode,
): Promise<void> {
  if (old === undefined || definition.refusals === undefined) return;
  const { client } = node;
  const parameters = { ...lookParameters(definition, context, node), id };
  const answer = await client.run(scripts.inspect, parameters, { signal: context.signal });
  const found = ownOf(definition, parseLook(answer, scripts.inspect.name, client.where), id);
  const reasons = definition.refusals({ old, news: inputs, ...(found === undefined ? {} : { found }) });
  if (reasons.length > 0) throw refused(definition.sort, node, reasons);
}

async function run<I extends NodeInputs, F, O extends NodeOutputs>(
  workload: Workload<I, F, O>,
  context: KindContext,
  wanted: Wanted<I, O>,
  node: OpenNode,
  parameters: JsonObject,
): Promise<O> {
  const { definition, scripts } = workload;
  const { id, inputs, old } = wanted;
  const { client } = node;
  let begun = false;
  let used: NodeCapacity | undefined;
  try {
    const answer = await client.run(scripts.ensure, parameters, {
      signal: context.signal,
      timeoutMs: LONGEST_SCRIPT_MS,
      onLine: (line) => {
        if (line === "record begun") begun = true;
        else if (line.startsWith("record used ")) used = usedIn(line);
        else if (line !== ".") context.status(line);
      },
    });
    begun = true;
    return outputsIn(workload, context, wanted, parseLook(answer, scripts.ensure.name, client.where));
  } catch (error) {
    const fault =
      used === undefined
        ? undefined
        : capacityFault(totalOf(await nodeFacts(node)), used, wholeUse(definition.use?.(inputs)));
    if (fault !== undefined) throw refused(definition.sort, node, [fault]);
    if (!begun) throw error;
    throw halfWay(error, id, { ...old?.outputs }, node);
  }
}

/** What a workload looks like that was brought about. */
function outputsIn<I extends NodeInputs, F, O extends NodeOutputs>(
  { definition }: Workload<I, F, O>,
  context: KindContext,
  { id, inputs, old }: Wanted<I, O>,
  look: Look,
): O {
  const { outputs } = stateAsFound(definition, look, id, {
    inputs,
    outputs: old === undefined ? {} : old.outputs,
  });
  if (outputs.drift.length > 0) context.warn(`${id} is not as it should be yet: ${outputs.drift.join("; ")}`);
  return outputs;
}

/** The failure of a workload that the node has recorded by then. */
function halfWay(
  error: unknown,
  id: string,
  last: Partial<NodeOutputs>,
  { client }: OpenNode,
): PartialFailure {
  return new PartialFailure(id, wholeOutputs<NodeOutputs>(last, id, [NOT_FINISHED]), [
    messageOf(error, client.where),
  ]);
}

/** `record used <cru> <mru> <sru> <hru>`: what all other workloads take. */
function usedIn(line: string): NodeCapacity {
  const [cru = 0, mru = 0, sru = 0, hru = 0] = line.split(" ").slice(2).map(Number);
  return { cru, mru, sru, hru };
}
