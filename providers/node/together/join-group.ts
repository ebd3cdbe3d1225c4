import type { NodeClient } from "../../../clients/node/types.js";
import type { OpenNode } from "../../targets/node.js";
import type { NodeInputs, NodeOutputs } from "../definition.js";
import { lookParameters, type Workload } from "../workload.js";
import { GroupQueue } from "./group-queue.js";
import { runGroup, type Came, type Member } from "./run-group.js";

/** Operations that come within this time are worked on together, in milliseconds. */
const WINDOW_MS = 75;
/** More than so many would keep others waiting for the node. */
const MOST_MEMBERS = 250;

type Queue = GroupQueue<Member, Came>;

/** One queue for each sort of workload on each node. */
const queues = new WeakMap<object, WeakMap<NodeClient, Queue>>();

/** Has a workload brought about or removed together with those that come at about the same time. */
export function joinGroup<I extends NodeInputs, F, O extends NodeOutputs>(
  workload: Workload<I, F, O>,
  node: OpenNode,
  member: Member,
): Promise<Came> {
  let ofSort = queues.get(workload);
  if (ofSort === undefined) {
    ofSort = new WeakMap();
    queues.set(workload, ofSort);
  }
  let queue = ofSort.get(node.client);
  if (queue === undefined) {
    queue = queueOf(workload, node, member);
    ofSort.set(node.client, queue);
  }
  return queue.join(member, member.context.signal);
}

function queueOf<I extends NodeInputs, F, O extends NodeOutputs>(
  { definition, scripts }: Workload<I, F, O>,
  node: OpenNode,
  { context }: Member,
): Queue {
  const { sort } = definition;
  const { group, ensure, remove } = scripts;
  const parameters = lookParameters(definition, context, node);
  return new GroupQueue(
    (members) => runGroup({ sort, node, script: group, scripts: { ensure, remove }, parameters }, members),
    { windowMs: WINDOW_MS, most: MOST_MEMBERS },
  );
}
