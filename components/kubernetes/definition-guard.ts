import type * as pulumi from "@pulumi/pulumi";
import {
  definitionGuard,
  type DefinitionGuardInputs,
  type DefinitionGuardOutputs,
} from "../../providers/kubernetes/definition-guard.js";
import { KindResource } from "../../providers/runtime/resource.js";

/** Keeps definitions from being removed under somebody's objects; depends on them, and this stack's objects on it. */
export class DefinitionGuard extends KindResource<DefinitionGuardInputs, DefinitionGuardOutputs> {
  /**
   * @param args.cluster name of the cluster, from `groundplan:clusters`
   * @param args.kinds kinds of the definitions
   */
  constructor(name: string, args: DefinitionGuardInputs, opts?: pulumi.CustomResourceOptions) {
    super(definitionGuard, name, { ...args }, opts);
  }
}
