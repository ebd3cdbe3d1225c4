import type { NodeSubnet } from "../../host/subnets.js";

/**
 * CNI configuration of the node. Pods are joined point to point, not by a bridge: all their traffic is then
 * routed, so that Services work without the kernel module that shows bridged packets to the packet filter.
 */
export function podNetwork(subnet: NodeSubnet): string {
  const network = {
    cniVersion: "1.0.0",
    name: "lab",
    plugins: [
      {
        type: "ptp",
        ipMasq: false,
        ipam: {
          type: "host-local",
          ranges: [[{ subnet: subnet.pods }]],
          routes: [{ dst: "0.0.0.0/0" }],
          dataDir: "/run/cni",
        },
      },
      { type: "portmap", capabilities: { portMappings: true }, snat: true },
    ],
  };
  return `${JSON.stringify(network, null, 2)}\n`;
}
