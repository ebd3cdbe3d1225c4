import type { Daemon } from "../../host/daemon.js";
import { run } from "../../host/command.js";
import { forwardFrom, hostLink, linkExists, removeLink } from "../../host/links.js";
import type { ProcessIdentity } from "../../host/processes.js";
import { rememberedSubnet } from "../../host/routes.js";
import { labFolder, type LabFolder } from "../../state/folder.js";
import { MILESTONES, nodesFolder, type NodeName } from "./paths.js";

/** Name of what holds the network between the nodes. */
export const SWITCH = "nodes-switch";

const BRIDGE = "nodes";
const HOST_PORT = "host";
const FIRST_NODE = 11;

/** Addresses in the nodes' network. */
export interface NodesNetwork {
  /** The host's, e.g. `10.142.0.1`; the nodes' default route leads there. */
  readonly host: string;
  readonly of: Readonly<Record<NodeName, string>>;
}

/** Host side of the pair that joins the nodes' network to the host. */
export function nodesLink(folder: LabFolder): string {
  return `${hostLink(folder.id)}n`;
}

/**
 * The nodes' addresses: those of last time unless the host has got routes there since.
 * @param inUse The nodes' network runs.
 */
export async function nodesNetwork(folder: LabFolder, inUse: boolean): Promise<NodesNetwork> {
  const prefix = await rememberedSubnet({
    memory: nodesFolder(folder, "network"),
    seed: labFolder(nodesFolder(folder)).id,
    link: nodesLink(folder),
    inUse,
  });
  const address = (index: number): string => `${prefix}.0.${FIRST_NODE + index}`;
  return { host: `${prefix}.0.1`, of: { node1: address(0), node2: address(1), node3: address(2) } };
}

/** The process whose network namespace is the switch that host and nodes are plugged into. */
export function nodesSwitch(): Daemon {
  const script = `set -e
mount -t sysfs groundplan-lab /sys
ip link add ${BRIDGE} type bridge
ip link set ${BRIDGE} up
exec sleep infinity
`;
  return {
    name: SWITCH,
    binary: "/bin/sh",
    args: ["-c", script, SWITCH],
    ownNamespaces: true,
    probe: { type: "file", path: `/sys/class/net/${BRIDGE}/bridge`, within: SWITCH },
    readyWithinMs: 10_000,
    address: "the nodes' network",
  };
}

/** Plugs the host into the switch, also where that was done by half. */
export async function plugHost(
  folder: LabFolder,
  hub: ProcessIdentity,
  network: NodesNetwork,
): Promise<void> {
  const link = nodesLink(folder);
  if (!linkExists(link) || !(await hasPort(hub, HOST_PORT))) {
    await removeLink(link);
    const pair = ["type", "veth", "peer", "name", HOST_PORT, "netns", String(hub.pid)];
    await run(["ip", "link", "add", link, "address", hardwareAddress(network.host), ...pair]);
  }
  await run(["ip", "address", "replace", `${network.host}/24`, "dev", link]);
  await run(["ip", "link", "set", link, "up"]);
  forwardFrom(link);
  await plugIn(hub, HOST_PORT);
}

/**
 * Plugs a node into the switch, also where that was done by half, and says so on the node.
 * @param node The process that holds the node's namespaces.
 */
export async function plugNode(
  name: NodeName,
  { hub, node, network }: { hub: ProcessIdentity; node: ProcessIdentity; network: NodesNetwork },
): Promise<void> {
  if (!(await hasPort(hub, name))) {
    const eth0 = ["name", "eth0", "address", hardwareAddress(network.of[name]), "netns", String(node.pid)];
    await run([...inside(hub), "ip", "link", "add", name, "type", "veth", "peer", ...eth0]);
  }
  await plugIn(hub, name);
  await run([...inside(node), "ip", "-batch", "-"], {
    input: [
      `address replace ${network.of[name]}/24 dev eth0`,
      "link set eth0 up",
      `route replace default via ${network.host} dev eth0`,
      "",
    ].join("\n"),
  });
  await run([...inside(node), "touch", MILESTONES.connected]);
}

// Always the same, as that of a real machine: neighbours go on asking a known one for a while after a restart.
function hardwareAddress(address: string): string {
  return ["02", "00", ...address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))].join(
    ":",
  );
}

async function hasPort(hub: ProcessIdentity, name: string): Promise<boolean> {
  const ports = await run([...inside(hub), "ls", "/sys/class/net"]);
  return ports.split("\n").includes(name);
}

async function plugIn(hub: ProcessIdentity, port: string): Promise<void> {
  await run([...inside(hub), "ip", "link", "set", port, "master", BRIDGE, "up"]);
}

function inside({ pid }: ProcessIdentity): readonly [string, ...string[]] {
  return ["nsenter", "--target", String(pid), "--mount", "--net"];
}
