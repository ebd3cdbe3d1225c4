import type * as pulumi from "@pulumi/pulumi";
import {
  kubeconfigFile,
  type KubeconfigFileInputs,
  type KubeconfigFileOutputs,
} from "../../providers/reservation/kubeconfig-file.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** A kubeconfig in a file of the project folder, which a cluster of the stack's configuration names. */
export class KubeconfigFile extends KindResource<KubeconfigFileInputs, KubeconfigFileOutputs> {
  constructor(name: string, args: KindArgs<KubeconfigFileInputs>, opts?: pulumi.CustomResourceOptions) {
    super(kubeconfigFile, name, args, opts);
  }
}
