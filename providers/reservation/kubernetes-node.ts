import { z } from "zod";
import { clusterSecretFault, sshKeyFault } from "../../model/reservation/rules/value-faults.js";
import { CUSTOM_SIZE, MACHINE_SIZES } from "../../model/reservation/capacity/size-table.js";
import type { Problem } from "../../model/shared/problem.js";
import { binaryProblems, binarySource } from "../node/binary.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { signedByExplorer } from "./explorer/replace-when.js";
import { LONGEST_CREATE } from "./kubernetes-node/timing.js";

const inputs = z.strictObject({
  ...workloadInputs,
  /** A size of the table, 1 to 18, or -1 for what `customSize` says. */
  size: z.int(),
  /** Processors, and GiB of memory and disk. Only with size -1. */
  customSize: z
    .strictObject({ cpu: z.int().min(1), memory: z.number().positive(), disk: z.number().positive() })
    .optional(),
  /** What nodes of the cluster know each other by; without blanks. */
  clusterSecret: z.string(),
  /** Id of the network: `networkId` of the network's resource on this node. */
  network: z.string().min(1),
  /** The node's address in the subnet of the network here. */
  ip: z.ipv4(),
  /** Addresses of the masters; a worker joins the first. Empty: this node is a master. */
  masterIps: z.array(z.ipv4()).default([]),
  /** Keys that may log in to the machine, for an explorer. Default none. */
  sshKeys: z.array(z.string()).default([]),
  /** The database that several masters share, with its password. Default: a master has its own. */
  datastoreEndpoint: z.string().min(1).optional(),
  /** Whether the cluster comes without an ingress controller. Default false. */
  disableDefaultIngress: z.boolean().default(false),
  /** Workload id of a public address, for an explorer. */
  publicIp: z.string().min(1).optional(),
  /** The k3s program. Not for an explorer. */
  binary: binarySource.optional(),
});

/** Inputs of {@link kubernetesNode}. */
export type KubernetesNodeInputs = z.output<typeof inputs>;

/** Outputs of {@link kubernetesNode}. */
export type KubernetesNodeOutputs = WorkloadOutputs & {
  /** Address of the cluster's API: this node's own for a master, the first master's for a worker. */
  endpoint: string;
  /** What the cluster calls the node. */
  nodeName: string;
  /** An administrator's. Secret; only of a master. */
  kubeconfig?: string;
};

/** One node of a Kubernetes cluster, a master or a worker, inside a network. */
export const kubernetesNode = defineKind<KubernetesNodeInputs, KubernetesNodeOutputs>({
  name: "reservation.KubernetesNode",
  module: "reservation",
  type: "KubernetesNode",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "endpoint", "nodeName", "kubeconfig"],
  secretInputs: ["clusterSecret", "datastoreEndpoint"],
  secretOutputs: ["kubeconfig"],
  replaceOn: ["node", "explorer", "masterIps", "network", "ip", "datastoreEndpoint", "clusterSecret"],
  dataLossOn: ["node", "explorer", "masterIps", "network", "ip", "datastoreEndpoint", "clusterSecret"],
  replaceWhen: signedByExplorer(),
  plansInOperations: true,
  naturalKey: ({ node, explorer, network, ip }) => `${explorer ?? ""}/${node}/kubernetes/${network}/${ip}`,
  timeouts: { create: LONGEST_CREATE * 1_000, update: LONGEST_CREATE * 1_000 },
  problems: (given) => [
    ...sizeProblems(given),
    ...secretProblems(given.clusterSecret),
    ...given.sshKeys.flatMap((key, index) => faultAt(`sshKeys[${index}]`, sshKeyFault(key))),
    ...given.masterIps.flatMap((master, index) =>
      faultAt(
        `masterIps[${index}]`,
        master === given.ip ? "is the node's own address; a master has no masters" : undefined,
      ),
    ),
    ...(given.explorer === undefined ? onNodeProblems(given) : onExplorerProblems(given)),
  ],
  handlers: async () => (await import("./kubernetes-node.handlers.js")).kubernetesNodeHandlers,
});

function sizeProblems({ size, customSize }: KubernetesNodeInputs): readonly Problem[] {
  if (size === CUSTOM_SIZE) {
    return faultAt(
      "customSize",
      customSize === undefined ? `is required with size ${CUSTOM_SIZE}` : undefined,
    );
  }
  return [
    ...faultAt(
      "size",
      MACHINE_SIZES.has(size) ? undefined : `must be 1 to 18, or ${CUSTOM_SIZE}, and is ${size}`,
    ),
    ...faultAt("customSize", customSize === undefined ? undefined : `is only for size ${CUSTOM_SIZE}`),
  ];
}

function secretProblems(secret: string): readonly Problem[] {
  return faultAt("clusterSecret", clusterSecretFault(secret));
}

function onNodeProblems({ binary, sshKeys, publicIp }: KubernetesNodeInputs): readonly Problem[] {
  const notHere = "is only for an explorer:";
  return [
    ...faultAt("binary", binary === undefined ? "is required: k3s is not part of Linux systems" : undefined),
    ...binaryProblems(binary, "binary"),
    ...faultAt(
      "sshKeys",
      sshKeys.length > 0
        ? `${notHere} on a Linux node k3s has no machine to log in to but the node itself`
        : undefined,
    ),
    ...faultAt(
      "publicIp",
      publicIp === undefined ? undefined : `${notHere} here a PublicIp leads to the node by its own target`,
    ),
  ];
}

function onExplorerProblems({ binary }: KubernetesNodeInputs): readonly Problem[] {
  return faultAt(
    "binary",
    binary === undefined ? undefined : "is not for an explorer, whose nodes have a k3s of their own",
  );
}

function faultAt(path: string, reason: string | undefined): readonly Problem[] {
  return reason === undefined ? [] : [{ path, reason }];
}
