import type * as pulumi from "@pulumi/pulumi";
import {
  kubernetesNode,
  type KubernetesNodeInputs,
  type KubernetesNodeOutputs,
} from "../../providers/reservation/kubernetes-node.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** A master or worker of a Kubernetes cluster on a node. */
export class KubernetesNode extends KindResource<KubernetesNodeInputs, KubernetesNodeOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** Address in its network. */
  declare readonly ip: pulumi.Output<string>;
  /** Of the API server. */
  declare readonly endpoint: pulumi.Output<string>;
  /** What it is called in its cluster. */
  declare readonly nodeName: pulumi.Output<string>;
  /** Of a master. Secret. */
  declare readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<KubernetesNodeInputs>, opts?: pulumi.CustomResourceOptions) {
    super(kubernetesNode, name, args, opts);
  }
}
