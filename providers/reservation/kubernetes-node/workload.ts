import { k8sSchema, type K8S } from "../../../model/reservation/types/k8s.js";
import type { KubernetesNodeInputs } from "../kubernetes-node.js";

/** The workload as the model has it; the cluster's secret and the datastore, which holds a password, are left out. */
export function kubernetesNodeWorkload(inputs: KubernetesNodeInputs): K8S {
  const { node, pool, description, metadata, size, customSize, network, ip, masterIps, sshKeys } = inputs;
  return k8sSchema.parse({
    nodeId: node,
    ...(pool === undefined ? {} : { poolId: pool }),
    description,
    metadata,
    size,
    ...(customSize === undefined
      ? {}
      : { customSize: { cru: customSize.cpu, mru: customSize.memory, sru: customSize.disk } }),
    networkId: network,
    ipaddress: ip,
    masterIps,
    sshKeys,
    disableDefaultIngress: inputs.disableDefaultIngress,
    ...(inputs.publicIp === undefined ? {} : { publicIp: inputs.publicIp }),
  });
}
