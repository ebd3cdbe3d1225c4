import { z } from "zod";
import { cpuQuota, nodeUse } from "../../../model/reservation/capacity/node-capacity.js";
import { binaryAsFound } from "../../node/binary.js";
import type { FoundState, LastState, NodeWorkload } from "../../node/definition.js";
import type { KubernetesNodeInputs, KubernetesNodeOutputs } from "../kubernetes-node.js";
import { kubernetesParameters, limitsOf } from "./parameters.js";
import { ENSURE_KUBERNETES } from "./scripts/ensure.sh.js";
import { INSPECT_KUBERNETES } from "./scripts/inspect.sh.js";
import { REMOVE_KUBERNETES } from "./scripts/remove.sh.js";
import { kubernetesNodeWorkload } from "./workload.js";

const MIB = 2 ** 20;
const QUOTA_OF_ONE = cpuQuota(1).quota;
/** Port of the API. */
const API_PORT = 6443;
/** What k3s takes itself to be reached at in the configuration that it writes. */
const LOOPBACK = `https://127.0.0.1:${API_PORT}`;

const found = z.object({
  name: z.string(),
  /** State of the service. */
  service: z.string(),
  ready: z.boolean(),
  /** What keeps it from being ready. */
  trouble: z.string(),
  binary: z.string(),
  network: z.string(),
  /** Empty when it has none. */
  address: z.string(),
  /** Whether the secrets are those that were given. */
  secret: z.boolean(),
  /** The most that it gets: bytes, and microseconds of a tenth of a second; null when it is not limited. */
  memory: z.number().nullable(),
  quota: z.number().nullable(),
  /** Empty for a worker. */
  kubeconfig: z.string(),
});

/** What is found of a Kubernetes node. */
export type KubernetesFound = z.output<typeof found>;

/** A Kubernetes node that k3s makes of a part of a Linux node. */
export const kubernetesOnNode: NodeWorkload<KubernetesNodeInputs, KubernetesFound, KubernetesNodeOutputs> = {
  sort: "kubernetes",
  order: 50,
  secretInputs: ["clusterSecret", "datastoreEndpoint"],
  lacks: (_inputs, { cgroup }) =>
    cgroup === 0 ? ["has no control groups, which limit what a Kubernetes node takes"] : [],
  use: (inputs) => nodeUse(kubernetesNodeWorkload(inputs)),
  ensure: ENSURE_KUBERNETES,
  inspect: INSPECT_KUBERNETES,
  remove: REMOVE_KUBERNETES,
  parameters: kubernetesParameters,
  found,
  asFound,
};

function asFound(
  there: KubernetesFound,
  { inputs }: LastState<KubernetesNodeInputs, KubernetesNodeOutputs>,
): FoundState<KubernetesNodeInputs, KubernetesNodeOutputs> {
  const { name, network, kubeconfig } = there;
  const binary = binaryAsFound(there.binary, inputs.binary);
  return {
    inputs: { ...inputs, network, ...(binary === undefined ? {} : { binary }) },
    outputs: {
      endpoint: `https://${inputs.masterIps[0] ?? inputs.ip}:${API_PORT}`,
      nodeName: name,
      ...(kubeconfig === ""
        ? {}
        : { kubeconfig: kubeconfig.replaceAll(LOOPBACK, `https://${inputs.ip}:${API_PORT}`) }),
    },
    drift: driftOf(there, inputs),
  };
}

function driftOf(there: KubernetesFound, inputs: KubernetesNodeInputs): string[] {
  const { service, ready, trouble, address, secret } = there;
  const drift = [];
  if (address !== inputs.ip) drift.push(address === "" ? "address: missing" : `address: ${address}`);
  if (!secret) drift.push("clusterSecret, datastoreEndpoint: changed");
  if (service !== "running") return [...drift, `process: ${service}`];
  const { memory, quota } = limitsOf(inputs);
  if (there.memory !== memory) drift.push(`memory: ${shown(there.memory, MIB, "MiB")}`);
  if (there.quota !== quota) drift.push(`cpu: ${shown(there.quota, QUOTA_OF_ONE, "processors")}`);
  if (!ready) drift.push(`node: not ready, ${trouble}`);
  return drift;
}

function shown(value: number | null, unit: number, name: string): string {
  return value === null || value < 0 ? "not limited" : `limited to ${(value / unit).toFixed(2)} ${name}`;
}
