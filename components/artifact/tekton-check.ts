import type * as pulumi from "@pulumi/pulumi";
import {
  tektonCheck,
  type TektonCheckInputs,
  type TektonCheckOutputs,
} from "../../providers/artifact/tekton-check.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** What a {@link TektonCheck} is made from. */
export interface TektonCheckArgs {
  /** Name of the cluster, from `groundplan:clusters`. */
  readonly cluster: string;
  /** Namespace of Tekton's own settings. @default tekton-pipelines */
  readonly systemNamespace?: string;
}

/**
 * Refuses, at preview, a cluster that cannot run pipelines: Tekton is not installed, or its flags forbid specs inside
 * runs. It installs nothing.
 */
export class TektonCheck extends KindResource<TektonCheckInputs, TektonCheckOutputs> {
  /** API version of the runs. */
  declare readonly served: pulumi.Output<string>;

  constructor(name: string, args: TektonCheckArgs, opts?: pulumi.CustomResourceOptions) {
    const inputs: KindArgs<TektonCheckInputs> = { ...args };
    super(tektonCheck, name, inputs, opts);
  }
}
