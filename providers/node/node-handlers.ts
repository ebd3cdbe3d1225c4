import { z } from "zod";
import { ownerMark } from "../../model/shared/ownership.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers, KindState } from "../runtime/kind.js";
import { openNode } from "../targets/node.js";
import type { Gate, NodeInputs, NodeOutputs, NodeWorkload } from "./definition.js";
import { ensure } from "./ensure.js";
import { stateAsFound } from "./found-state.js";
import { forgetLooks, lookAtAll, parseAnswer } from "./look.js";
import { planWorkload } from "./plan.js";
import { joinGroup } from "./together/join-group.js";
import { lookParameters, ownParameters, workloadOf, type Workload } from "./workload.js";
import { workloadId } from "./workload-id.js";

const removedSchema = z.object({ heldBy: z.string() });

/**
 * The handlers of a kind whose objects are workloads on Linux nodes.
 *
 * @param gate what has to agree before a workload is touched; default nothing
 */
export function nodeHandlers<I extends NodeInputs, F, O extends NodeOutputs>(
  definition: NodeWorkload<I, F, O>,
  gate?: Gate,
): KindHandlers<I, O> {
  const workload = workloadOf(definition, gate);
  return {
    plan: (context, request) => planWorkload(workload, context, request),
    async create(context, inputs) {
      const id = workloadId(definition.sort, ownerMark(context.scope, context.resource));
      return { id, outputs: await ensure(workload, context, { id, inputs, old: undefined }) };
    },
    read: (context, id, state) => read(workload, context, id, state),
    async update(context, id, old, inputs) {
      return { outputs: await ensure(workload, context, { id, inputs, old }) };
    },
    delete: (context, id, state) => remove(workload, context, id, state),
  };
}

/** Undefined when the node has no record of the workload, or a later creation holds it. */
async function read<I extends NodeInputs, F, O extends NodeOutputs>(
  { definition, scripts }: Workload<I, F, O>,
  context: KindContext,
  id: string,
  state: KindState<I, O>,
): Promise<KindState<I, O> | undefined> {
  const node = await openNode(context, state.inputs.node);
  const parameters = lookParameters(definition, context, node);
  const look = await lookAtAll(node.client, scripts.inspect, parameters, context.now());
  const record = look.records.get(id);
  if (record === undefined) return undefined;
  if (record.token !== context.token) {
    context.warn(`${id} on ${node.name} is held by a later creation of it, and is this resource's no more`);
    return undefined;
  }
  return stateAsFound(definition, look, id, state);
}

/** Leaves alone what a later creation, or somebody else, holds. */
async function remove<I extends NodeInputs, F, O extends NodeOutputs>(
  workload: Workload<I, F, O>,
  context: KindContext,
  id: string,
  state: KindState<I, O>,
): Promise<void> {
  const { definition, scripts, gate } = workload;
  const node = await openNode(context, state.inputs.node);
  const { signal } = context;
  const parameters = {
    ...definition.removeParameters?.(state, node),
    ...ownParameters(definition, context, id),
  };
  const tell = (heldBy: string): void => {
    if (heldBy !== "") context.warn(`${id} on ${node.name} is held by ${heldBy} and is left alone`);
  };
  if (definition.together !== undefined) {
    const came = await joinGroup(workload, node, {
      work: "remove",
      id,
      context,
      parameters,
      allow: async (client) => {
        await gate?.beforeRemove(context, client, state);
        return undefined;
      },
    });
    if ("failed" in came) throw came.failed;
    if ("heldBy" in came) tell(came.heldBy);
    return;
  }
  await node.client.exclusively(
    `${definition.sort} ${context.resource}`,
    async (client) => {
      await gate?.beforeRemove(context, client, state);
      forgetLooks(node.client);
      const answer = await client
        .run(scripts.remove, parameters, {
          signal,
          onLine: (line) => {
            context.status(line);
          },
        })
        .finally(() => {
          forgetLooks(node.client);
        });
      tell(parseAnswer(removedSchema, answer, scripts.remove.name, client.where).heldBy);
    },
    { signal },
  );
}
