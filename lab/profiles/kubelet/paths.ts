import path from "node:path";
import type { LabFolder } from "../../state/folder.js";

/** A path below the node's part of the state folder: configuration only, see `holder.ts` for its data. */
export function nodeFolder(folder: LabFolder, ...parts: readonly string[]): string {
  return path.join(folder.root, "kubelet", ...parts);
}

/** The node's name in the cluster. */
export const NODE_NAME = "node1";
/** Where containerd serves, as the node sees it. */
export const CONTAINERD_SOCKET = "/run/containerd/containerd.sock";
