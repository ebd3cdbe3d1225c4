import * as pulumi from "@pulumi/pulumi";
import { KindResource } from "../../providers/runtime/resource.js";
import {
  providerConnection,
  type ProviderConnectionInputs,
  type ProviderConnectionOutputs,
} from "../../providers/workspace/provider-connection.js";
import type { ConnectionState } from "./connection-state.js";

/** What a {@link Provider} is made from. */
export interface ProviderArgs {
  /** Name of the cluster, from `groundplan:clusters`. */
  readonly cluster: string;
}

/**
 * A cluster that workspaces live on, and whether it answers. It is asked when the resource is made and at every
 * refresh; one that does not answer fails its workspaces, not itself.
 *
 * @example
 * const lab = new Provider("lab", { cluster: "lab" });
 * export const version = lab.info.serverVersion;
 */
export class Provider extends pulumi.ComponentResource {
  readonly cluster: string;
  /** URL of the API. */
  readonly server: pulumi.Output<string>;
  readonly connectionState: pulumi.Output<ConnectionState>;
  /** Part of `v1alphaProviderInfo`. */
  readonly info: pulumi.Output<{ readonly serverVersion: string; readonly connectionState: ConnectionState }>;

  constructor(name: string, { cluster }: ProviderArgs, opts: pulumi.ComponentResourceOptions = {}) {
    // A component that others depend on is done only with its children; the question is what has to wait.
    const { dependsOn, ...componentOptions } = opts;
    super("groundplan:workspace:Provider", name, {}, componentOptions);
    this.cluster = cluster;
    const connection = new ProviderConnection(
      name,
      { cluster },
      { parent: this, ...(dependsOn === undefined ? {} : { dependsOn }) },
    );
    this.server = connection.server;
    this.connectionState = connection.connectionState;
    this.info = pulumi
      .all([connection.serverVersion, connection.connectionState])
      .apply(([serverVersion, connectionState]) => ({ serverVersion, connectionState }));
    this.registerOutputs({ server: this.server, connectionState: this.connectionState, info: this.info });
  }
}

/** Asks a cluster whether it is there. */
class ProviderConnection extends KindResource<ProviderConnectionInputs, ProviderConnectionOutputs> {
  declare readonly server: pulumi.Output<string>;
  declare readonly connectionState: pulumi.Output<ConnectionState>;
  declare readonly serverVersion: pulumi.Output<string>;

  constructor(name: string, args: { readonly cluster: string }, opts: pulumi.CustomResourceOptions) {
    super(providerConnection, name, args, opts);
  }
}
