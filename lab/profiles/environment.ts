import { readIfThere } from "../state/files.js";
import { labFiles, type LabFolder } from "../state/folder.js";

/** Address at which the lab's gateway serves: that of its listeners. */
export const GATEWAY_VARIABLE = "GROUNDPLAN_LAB_GATEWAY";
/** URL of the lab's Prometheus. */
export const PROMETHEUS_VARIABLE = "GROUNDPLAN_LAB_PROMETHEUS";

/** Variables with which `kubectl` and other programs use the lab's cluster, and its gateway where there is one. */
export function labEnvironment(
  folder: LabFolder,
  kubectlFolder: string,
  outer: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const files = labFiles(folder);
  const gateway = readIfThere(files.gatewayAddress)?.trim();
  const prometheus = readIfThere(files.prometheusUrl)?.trim();
  return {
    KUBECONFIG: files.kubeconfig,
    PATH: outer.PATH === undefined || outer.PATH === "" ? kubectlFolder : `${kubectlFolder}:${outer.PATH}`,
    ...(gateway !== undefined && { [GATEWAY_VARIABLE]: gateway }),
    ...(prometheus !== undefined && { [PROMETHEUS_VARIABLE]: prometheus }),
  };
}
