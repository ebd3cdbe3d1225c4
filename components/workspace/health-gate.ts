import * as pulumi from "@pulumi/pulumi";
import { KindResource } from "../../providers/runtime/resource.js";
import {
  healthGate,
  type HealthGateInputs,
  type HealthGateOutputs,
} from "../../providers/workspace/health-gate.js";
import { healthIn } from "./status.js";
import type { WorkSpace } from "./work-space.js";

/** Refuses what depends on it while a workspace is not healthy. */
export class HealthGate extends KindResource<HealthGateInputs, HealthGateOutputs> {
  /**
   * @param args.workspace name of the workspace that waits
   * @param args.on workspaces that it waits for
   */
  constructor(
    name: string,
    { workspace, on }: { readonly workspace: string; readonly on: readonly WorkSpace[] },
    opts?: pulumi.CustomResourceOptions,
  ) {
    const states = on.map(({ workspaceName, sync }) => [workspaceName, sync.status.apply(healthIn)] as const);
    super(healthGate, name, { workspace, health: pulumi.all(Object.fromEntries(states)) }, opts);
  }
}
