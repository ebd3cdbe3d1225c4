import type * as pulumi from "@pulumi/pulumi";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";
import { identity, type IdentityInputs, type IdentityOutputs } from "../../providers/vimana/identity.js";

/** Refuses, at preview, what a Vimana must not change by accident: its mode, and in operator mode its place. */
export class Identity extends KindResource<IdentityInputs, IdentityOutputs> {
  constructor(name: string, args: KindArgs<IdentityInputs>, opts?: pulumi.CustomResourceOptions) {
    super(identity, name, args, opts);
  }
}
