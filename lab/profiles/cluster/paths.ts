import path from "node:path";
import { Failure } from "../../../model/shared/errors.js";
import type { LabFolder } from "../../state/folder.js";
import { readPorts } from "../../state/ports.js";

/** A path below the cluster's part of the state folder. */
export function clusterFolder(folder: LabFolder, ...parts: readonly string[]): string {
  return path.join(folder.root, "cluster", ...parts);
}

/**
 * Address of the API server on the host.
 * @throws Failure before the cluster was first started.
 */
export function serverUrl(folder: LabFolder): string {
  const port = readPorts(folder)["kube-apiserver"];
  if (port === undefined) {
    throw new Failure({
      what: "the lab has no cluster yet",
      where: folder.root,
      next: "Start it with `up cluster`",
    });
  }
  return `https://127.0.0.1:${port}`;
}
