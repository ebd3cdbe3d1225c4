import { globalId, parseGlobalId } from "../../../model/reservation/pipeline/names.js";
import type { K8S } from "../../../model/reservation/types/k8s.js";
import type { ExplorerWorkload } from "../explorer/definition.js";
import type { KubernetesNodeInputs, KubernetesNodeOutputs } from "../kubernetes-node.js";
import { kubernetesNodeWorkload } from "./workload.js";

const API_PORT = 6443;

/** Kubernetes nodes on explorers: machines that are logged in to with an SSH key, so that no kubeconfig is read. */
export const kubernetesNodeOnExplorer: ExplorerWorkload<KubernetesNodeInputs, KubernetesNodeOutputs, K8S> = {
  sort: "kubernetes",
  type: 4,
  is: (workload) => workload.workloadType === 4,
  workload: ({ publicIp, ...inputs }) =>
    kubernetesNodeWorkload({
      ...inputs,
      ...(publicIp === undefined ? {} : { publicIp: parseGlobalId(publicIp)?.id ?? "0" }),
    }),
  secrets: ({ clusterSecret }) => ({ clusterSecret }),
  withSecrets: (workload, { clusterSecret = "" }) => ({ ...workload, clusterSecret }),
  refusals: ({ datastoreEndpoint, sshKeys, publicIp }) => [
    ...(publicIp === undefined || parseGlobalId(publicIp) !== undefined
      ? []
      : [`publicIp: "${publicIp}" must be the workloadId of a PublicIp, as 12-1`]),
    ...(datastoreEndpoint === undefined
      ? []
      : ["datastoreEndpoint: holds a password, and explorers show it to everybody"]),
    ...(sshKeys.length > 0
      ? []
      : ["sshKeys: is empty, so that nobody could get the kubeconfig from the machine"]),
  ],
  asFound: (workload, last) => {
    const { publicIp: asDeclared, customSize, ...rest } = last;
    const { size, networkId, ipaddress, masterIps, sshKeys, disableDefaultIngress, publicIp } = workload;
    const { cru, mru, sru } = workload.customSize;
    const same = asDeclared !== undefined && parseGlobalId(asDeclared)?.id === publicIp;
    const address = same ? asDeclared : globalId(publicIp, "1");
    return {
      ...rest,
      ...{ size, network: networkId, ip: ipaddress, masterIps, sshKeys, disableDefaultIngress },
      ...(publicIp === "0" ? {} : { publicIp: address }),
      // Explorers put in what the node has left, whatever was asked for.
      ...(customSize === undefined || size !== -1
        ? {}
        : { customSize: cru === 0 ? customSize : { cpu: cru, memory: mru, disk: sru } }),
    };
  },
  outputs: (answer, { ipaddress, masterIps }) => ({
    ...answer,
    endpoint: `https://${masterIps[0] ?? ipaddress}:${API_PORT}`,
    nodeName: answer.workloadId,
  }),
  holdsData: true,
};
