import { run } from "../../host/command.js";
import { hostLink } from "../../host/links.js";
import type { ProcessIdentity } from "../../host/processes.js";
import type { NodeSubnet } from "../../host/subnets.js";
import type { LabFolder } from "../../state/folder.js";
import { MEMORY } from "./paths.js";

/** The node's interface to the edge, and the edge's to the node. */
const NODE_LINK = "edge0";
const EDGE_LINK = "eth0";
const DONE = `${MEMORY}/network`;

/** The processes that hold the namespaces on both sides. */
export interface Sides {
  readonly node: ProcessIdentity;
  readonly edge: ProcessIdentity;
}

/**
 * Joins the edge to the node by a pair of interfaces; host and pods reach it through the node, and it them.
 * A pair that ended with one of its sides is made again.
 */
export async function joinEdge(folder: LabFolder, { node, edge }: Sides, subnet: NodeSubnet): Promise<void> {
  const inNode = inside(node);
  const inEdge = inside(edge);
  const isJoined =
    (await succeeds([...inNode, "ip", "link", "show", "dev", NODE_LINK])) &&
    (await succeeds([...inEdge, "ip", "link", "show", "dev", EDGE_LINK])) &&
    (await succeeds([...inEdge, "test", "-e", DONE]));
  if (!isJoined) {
    await succeeds([...inNode, "ip", "link", "delete", NODE_LINK]);
    const pair = ["type", "veth", "peer", "name", EDGE_LINK, "netns", String(edge.pid)];
    await run([...inNode, "ip", "link", "add", NODE_LINK, ...pair]);
    await run([...inNode, "ip", "address", "add", subnet.node, "peer", subnet.edge, "dev", NODE_LINK]);
    await run([...inNode, "ip", "link", "set", NODE_LINK, "up"]);
    await run([...inEdge, "ip", "address", "add", subnet.edge, "peer", subnet.node, "dev", EDGE_LINK]);
    await run([...inEdge, "ip", "link", "set", EDGE_LINK, "up"]);
    await run([...inEdge, "ip", "route", "add", "default", "via", subnet.node, "dev", EDGE_LINK]);
    await run([...inEdge, "touch", DONE]);
  }
  await run(["ip", "route", "replace", subnet.edge, "via", subnet.node, "dev", hostLink(folder.id)]);
}

// The node's pid is seen from the host only, so both are entered from there.
function inside({ pid }: ProcessIdentity): readonly [string, ...string[]] {
  return ["nsenter", "--target", String(pid), "--mount", "--net"];
}

async function succeeds(argv: readonly [string, ...string[]]): Promise<boolean> {
  return run(argv).then(
    () => true,
    () => false,
  );
}
