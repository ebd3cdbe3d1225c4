import { run } from "../../host/command.js";
import { forwardFrom, hostLink, linkExists, removeLink } from "../../host/links.js";
import type { ProcessIdentity } from "../../host/processes.js";
import { rememberedSubnet } from "../../host/routes.js";
import { nodeSubnet, type NodeSubnet } from "../../host/subnets.js";
import type { LabFolder } from "../../state/folder.js";
import { nodeFolder } from "./paths.js";

const DONE = "/run/groundplan-network";

/**
 * The node's addresses: those of last time unless the host has got routes there since.
 * @param inUse The node runs, so the host's routes into its network are the lab's own.
 */
export async function nodeAddresses(folder: LabFolder, inUse: boolean): Promise<NodeSubnet> {
  const prefix = await rememberedSubnet({
    memory: nodeFolder(folder, "network"),
    seed: folder.id,
    link: hostLink(folder.id),
    inUse,
  });
  return nodeSubnet(prefix);
}

/**
 * Joins the node to the host by a pair of interfaces, and routes its pods' addresses there. Nothing is
 * translated on the way: host and pods see each other's addresses.
 * @param node The process that holds the node's namespaces.
 */
export async function joinNetwork(
  folder: LabFolder,
  node: ProcessIdentity,
  subnet: NodeSubnet,
): Promise<void> {
  const link = hostLink(folder.id);
  const inside = ["nsenter", "--target", String(node.pid), "--mount", "--net"] as const;
  if (linkExists(link) && (await succeeds([...inside, "test", "-e", DONE]))) return;
  await removeLink(link);
  await run(["ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", String(node.pid)]);
  await run(["ip", "address", "add", subnet.host, "peer", subnet.node, "dev", link]);
  await run(["ip", "link", "set", link, "up"]);
  forwardFrom(link);
  await run([...inside, "ip", "address", "add", subnet.node, "peer", subnet.host, "dev", "eth0"]);
  await run([...inside, "ip", "link", "set", "eth0", "up"]);
  await run([...inside, "ip", "route", "add", "default", "via", subnet.host, "dev", "eth0"]);
  await run(["ip", "route", "replace", subnet.pods, "via", subnet.node, "dev", link]);
  await run([...inside, "touch", DONE]);
}

async function succeeds(argv: readonly [string, ...string[]]): Promise<boolean> {
  return run(argv).then(
    () => true,
    () => false,
  );
}
