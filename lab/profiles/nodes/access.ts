import { readFileSync } from "node:fs";
import { Failure } from "../../../model/shared/errors.js";
import type { LabFolder } from "../../state/folder.js";
import { nodesFolder, type NodeName } from "./paths.js";

/** How to reach a node; users are `root` and `groundplan`, who becomes root by `sudo -n`. */
export interface NodeAccess {
  readonly address: string;
  readonly port: number;
  /** The node's own key: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  /** File of the key that both users accept, in OpenSSH's format and without passphrase. */
  readonly privateKeyFile: string;
}

/**
 * How to reach a lab's node, out of its files.
 * @throws Failure before the nodes were first started.
 */
export function nodeAccess(folder: LabFolder, name: NodeName): NodeAccess {
  try {
    return {
      address: readFileSync(nodesFolder(folder, name, "address"), "utf8").trim(),
      port: 22,
      hostKey: readFileSync(nodesFolder(folder, name, "host_key.pub"), "utf8").trim(),
      privateKeyFile: nodesFolder(folder, "key"),
    };
  } catch (error) {
    throw new Failure({
      what: "the lab has no nodes yet",
      where: nodesFolder(folder),
      next: "Start them with `up nodes`",
      cause: error,
    });
  }
}
