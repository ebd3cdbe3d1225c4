import type * as pulumi from "@pulumi/pulumi";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";
import { readyGate, type ReadyGateInputs, type ReadyGateOutputs } from "../../providers/vimana/ready-gate.js";

/** Waits until a version that the operator made can take calls, and drains it before it goes. */
export class ReadyGate extends KindResource<ReadyGateInputs, ReadyGateOutputs> {
  constructor(name: string, args: KindArgs<ReadyGateInputs>, opts?: pulumi.CustomResourceOptions) {
    super(readyGate, name, args, opts);
  }
}
