import { probeNode, type NodeFacts } from "../../clients/node/probe.js";
import type { NodeClient } from "../../clients/node/types.js";
import type { OpenNode } from "../targets/node.js";

const known = new WeakMap<NodeClient, Promise<NodeFacts>>();

/** What a node is and can do, asked once a process. One that did not answer is asked again by the next caller. */
export function nodeFacts({ client, pools }: OpenNode): Promise<NodeFacts> {
  const held = known.get(client);
  if (held !== undefined) return held;
  const facts = probeNode(client, { pools });
  known.set(client, facts);
  facts.catch(() => known.delete(client));
  return facts;
}
