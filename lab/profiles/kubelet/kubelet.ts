import { stringify } from "yaml";
import type { Daemon } from "../../host/daemon.js";
import { HOLDER } from "./holder.js";
import { CONTAINERD_SOCKET, NODE_NAME } from "./paths.js";

const HEALTH_PORT = 10248;

/** What the kubelet is started with. */
export interface KubeletSettings {
  readonly config: string;
  readonly kubeconfig: string;
  /** The node's address as host and pods see it. */
  readonly nodeAddress: string;
}

/** The node's agent. */
export function kubelet(binary: string, { config, kubeconfig, nodeAddress }: KubeletSettings): Daemon {
  return {
    name: "kubelet",
    binary,
    args: [
      `--config=${config}`,
      `--kubeconfig=${kubeconfig}`,
      "--root-dir=/var/lib/kubelet",
      "--cert-dir=/var/lib/kubelet/pki",
      `--hostname-override=${NODE_NAME}`,
      `--node-ip=${nodeAddress}`,
    ],
    within: HOLDER,
    probe: { type: "http", url: `http://${nodeAddress}:${HEALTH_PORT}/healthz`, expect: [200] },
    readyWithinMs: 60_000,
    address: nodeAddress,
    configFiles: [config, kubeconfig],
  };
}

/** Text of the kubelet's configuration. */
export function kubeletConfig(settings: {
  readonly nodeAddress: string;
  readonly certificateAuthority: string;
  readonly cgroupParent: string;
  readonly resolvConf: string;
}): string {
  return stringify({
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: settings.nodeAddress,
    healthzBindAddress: settings.nodeAddress,
    healthzPort: HEALTH_PORT,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: settings.certificateAuthority },
    },
    authorization: { mode: "Webhook" },
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${settings.cgroupParent}`,
    // Newer kubelets refuse hosts with version 1 cgroups unless told otherwise.
    failCgroupV1: false,
    failSwapOn: false,
    // Neither may be raised in a container.
    oomScoreAdj: 0,
    maxOpenFiles: 20000,
    resolvConf: settings.resolvConf,
    volumePluginDir: "/var/lib/kubelet/volume-plugins",
    // The host's disk and memory are not the lab's to guard.
    evictionHard: {},
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    localStorageCapacityIsolation: false,
    serializeImagePulls: false,
    // Ready as soon as it is, instead of at the next full ten seconds.
    nodeStatusUpdateFrequency: "2s",
    syncFrequency: "10s",
  });
}
