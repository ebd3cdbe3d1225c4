import { labFiles, type LabFolder } from "../state/folder.js";

/** Variables with which `kubectl` and other programs use the lab's cluster. */
export function labEnvironment(
  folder: LabFolder,
  kubectlFolder: string,
  outer: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return {
    KUBECONFIG: labFiles(folder).kubeconfig,
    PATH: outer.PATH === undefined || outer.PATH === "" ? kubectlFolder : `${kubectlFolder}:${outer.PATH}`,
  };
}
