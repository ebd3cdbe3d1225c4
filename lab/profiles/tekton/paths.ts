import path from "node:path";
import type { LabFolder } from "../../state/folder.js";

/** A path below Tekton's part of the state folder. */
export function tektonFolder(folder: LabFolder, ...parts: readonly string[]): string {
  return path.join(folder.root, "tekton", ...parts);
}

/** Kubernetes namespace of Tekton's own objects: its settings. */
export const NAMESPACE = "tekton-pipelines";
