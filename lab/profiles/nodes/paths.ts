import path from "node:path";
import type { LabFolder } from "../../state/folder.js";

/** The lab's Linux nodes. */
export const NODES = ["node1", "node2", "node3"] as const;

/** Name of one of them. */
export type NodeName = (typeof NODES)[number];

/** Whether a text names a node. */
export function isNodeName(text: string): text is NodeName {
  return (NODES as readonly string[]).includes(text);
}

/** A path below the nodes' part of the state folder. */
export function nodesFolder(folder: LabFolder, ...parts: readonly string[]): string {
  return path.join(folder.root, "nodes", ...parts);
}

/** What the cgroup of all nodes is marked with; each node's own is below it, by name. */
export function nodesMark(folder: LabFolder): string {
  return `${folder.id}-nodes`;
}

/** The nodes' user who becomes root by `sudo -n`; root itself is reached by the same key. */
export const NODE_USER = "groundplan";

/** Where a node's pools of disk space are, by type of disk. */
export const POOLS = { hdd: "/mnt/hdd", ssd: "/mnt/ssd" } as const;

/** Where programs leave what is to be started with the node, as the node sees it. */
export const BOOT_FOLDER = "/var/lib/groundplan/boot.d";

/** Files by which a node tells how far its start has come, as the node sees them. */
export const MILESTONES = {
  /** Its file systems are in place. */
  mounted: "/run/groundplan-lab/mounted",
  /** Its network is; made from outside. */
  connected: "/run/groundplan-lab/connected",
  /** Everything in the boot folder has been run. */
  booted: "/run/groundplan-lab/booted",
} as const;
