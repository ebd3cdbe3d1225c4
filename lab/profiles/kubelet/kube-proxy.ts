import { stringify } from "yaml";
import type { Daemon } from "../../host/daemon.js";
import type { NodeSubnet } from "../../host/subnets.js";
import { debianEnvironment } from "../../toolbox/index.js";
import { HOLDER } from "./holder.js";
import { NODE_NAME } from "./paths.js";

const HEALTH_PORT = 10256;
const SEARCH_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

/** Gives Services their addresses inside the node, by the kernel's packet filter. */
export function kubeProxy(binary: string, root: string, nodeAddress: string, config: string): Daemon {
  return {
    name: "kube-proxy",
    binary,
    args: [`--config=${config}`],
    env: debianEnvironment(root, { PATH: SEARCH_PATH }),
    within: HOLDER,
    probe: { type: "http", url: `http://${nodeAddress}:${HEALTH_PORT}/livez`, expect: [200] },
    readyWithinMs: 30_000,
    address: nodeAddress,
    configFiles: [config],
  };
}

/** Text of kube-proxy's configuration. */
export function kubeProxyConfig(subnet: NodeSubnet, kubeconfig: string): string {
  return stringify({
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "nftables",
    clusterCIDR: subnet.pods,
    hostnameOverride: NODE_NAME,
    bindAddress: subnet.node,
    healthzBindAddress: `${subnet.node}:${HEALTH_PORT}`,
    metricsBindAddress: `${subnet.node}:10249`,
    clientConnection: { kubeconfig },
    // Limits of the whole host, which are not the lab's to change.
    conntrack: { maxPerCore: 0, min: 0, tcpCloseWaitTimeout: "0s", tcpEstablishedTimeout: "0s" },
    nftables: { masqueradeAll: false, syncPeriod: "30s", minSyncPeriod: "100ms" },
  });
}
