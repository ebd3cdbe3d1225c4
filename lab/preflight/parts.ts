import type { BundleName } from "../toolbox/bundles.js";
import type { ToolName } from "../toolbox/tools.js";
import type { RequirementName } from "./requirements.js";

/** A part of the lab that can be left out, or not, and what it takes. */
export interface PartRow {
  /** What a reader of the report calls it. */
  readonly title: string;
  readonly tools: readonly ToolName[];
  readonly bundles: readonly BundleName[];
  readonly needs: readonly RequirementName[];
  /** Without an essential part there is no point in starting. */
  readonly essential: boolean;
  /** A part whose place this one takes when that is left out; otherwise it is not wanted. */
  readonly standsInFor?: PartName;
}

/** Names of the parts. */
export type PartName =
  "engine" | "cluster" | "node" | "registry" | "gateway" | "pipelines" | "linuxNodes" | "simulatedNodes";

/** Every part of the lab. */
export const PARTS: Readonly<Record<PartName, PartRow>> = {
  engine: {
    title: "the Pulumi engine",
    tools: ["pulumi", "pulumi-language-nodejs"],
    bundles: [],
    needs: ["unix", "node", "npm"],
    essential: true,
  },
  cluster: {
    title: "the embedded cluster",
    tools: ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"],
    bundles: [],
    needs: ["linux"],
    essential: true,
  },
  node: {
    title: "the real node (kubelet, containerd)",
    tools: ["kubelet", "kube-proxy"],
    bundles: ["containers", "images"],
    needs: ["linux", "root", "namespaces", "cgroups", "network", "debian", "compiler"],
    essential: false,
  },
  registry: {
    title: "the image registry",
    tools: [],
    bundles: ["registry", "images"],
    needs: ["linux", "root", "namespaces", "network", "debian"],
    essential: false,
  },
  gateway: {
    title: "the gateway (Envoy Gateway, Envoy, Prometheus)",
    tools: ["envoy-gateway", "envoy", "grpc-echo"],
    bundles: ["monitoring"],
    // Those of the node: its backends are real pods.
    needs: ["linux", "root", "namespaces", "cgroups", "network", "debian", "compiler"],
    essential: false,
  },
  pipelines: {
    title: "pipelines (Tekton)",
    tools: [
      "tekton-controller",
      "tekton-entrypoint",
      "tekton-nop",
      "tekton-workingdirinit",
      "tekton-sidecarlogresults",
    ],
    bundles: [],
    // Those of the node: steps are real containers.
    needs: ["linux", "root", "namespaces", "cgroups", "network", "debian", "compiler"],
    essential: false,
  },
  linuxNodes: {
    title: "the Linux nodes (SSH, podman, WireGuard, btrfs)",
    tools: [],
    // They pull from the registry.
    bundles: ["nodes", "registry", "images"],
    needs: ["linux", "root", "namespaces", "cgroups", "loopDevices", "network", "debian"],
    essential: false,
  },
  simulatedNodes: {
    title: "simulated nodes (kwok)",
    tools: ["kwok"],
    bundles: [],
    needs: ["linux"],
    essential: false,
    standsInFor: "node",
  },
};

/** All parts, in the order in which they start. */
export const PART_NAMES = Object.keys(PARTS) as readonly PartName[];
