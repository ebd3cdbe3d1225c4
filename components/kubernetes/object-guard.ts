import type * as pulumi from "@pulumi/pulumi";
import {
  type GuardedObject,
  type NeededAccess,
  objectGuard,
  type ObjectGuardInputs,
  type ObjectGuardOutputs,
} from "../../providers/kubernetes/object-guard.js";
import { KindResource } from "../../providers/runtime/resource.js";

export interface ObjectGuardArgs {
  /** Name of the cluster, from `groundplan:clusters`. */
  readonly cluster: string;
  /** What is about to be declared. */
  readonly objects: readonly GuardedObject[];
  /** Verbs that the credential needs. Default none. */
  readonly access?: readonly NeededAccess[];
  /** Take over objects that bear no mark of this stack. @default false */
  readonly adopt?: boolean;
}

/** Looks before objects are written; what it guards depends on it. */
export class ObjectGuard extends KindResource<ObjectGuardInputs, ObjectGuardOutputs> {
  /** How many objects were looked for. */
  declare readonly guarded: pulumi.Output<number>;

  constructor(name: string, args: ObjectGuardArgs, opts?: pulumi.CustomResourceOptions) {
    super(objectGuard, name, { ...args }, opts);
  }
}
