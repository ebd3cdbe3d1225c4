import type { Daemon } from "../../host/daemon.js";
import { HOLDER } from "../kubelet/holder.js";
import { imageFlags } from "./images.js";
import { NAMESPACE } from "./paths.js";

// Where it says that it works; it cannot be told another port.
const HEALTH_PORT = 8080;

/** Name of the controller among the lab's daemons. */
export const CONTROLLER = "tekton-controller";

/** What the controller is started with. */
export interface ControllerSettings {
  readonly kubeconfig: string;
  /** The node's address as the host sees it. */
  readonly nodeAddress: string;
}

/**
 * What runs PipelineRuns. It lives in the node's network: there its fixed ports are taken on no host and from no other
 * lab.
 */
export function tektonController(binary: string, { kubeconfig, nodeAddress }: ControllerSettings): Daemon {
  return {
    name: CONTROLLER,
    binary,
    args: [
      `-kubeconfig=${kubeconfig}`,
      // Without election a restarted controller does not wait for the last one's lease to run out.
      "-disable-ha",
      // Its default suits clusters that it shares with hundreds of others.
      "-kube-api-qps=100",
      "-kube-api-burst=200",
      ...imageFlags(),
    ],
    env: {
      SYSTEM_NAMESPACE: NAMESPACE,
      METRICS_DOMAIN: "tekton.dev/pipeline",
      CONFIG_LEADERELECTION_NAME: "config-leader-election-controller",
      PROBES_PORT: "8081",
    },
    within: HOLDER,
    probe: { type: "http", url: `http://${nodeAddress}:${HEALTH_PORT}/readiness`, expect: [200] },
    readyWithinMs: 60_000,
    address: nodeAddress,
    configFiles: [kubeconfig],
  };
}
