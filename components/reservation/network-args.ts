import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadInputs } from "../../providers/node/workload-inputs.js";
import type { KindArg } from "../../providers/runtime/resource.js";

/** A node of a network. */
export interface NetworkNodeArgs {
  /** @default the next free /24 of the network, in the order of the nodes */
  readonly subnet?: string;
  /** Port of UDP. @default one from 1000 to 9000 that follows from the stack and the names */
  readonly listenPort?: number;
}

/** A machine outside that joins a network. */
export interface NetworkClientArgs {
  /** Node that it calls. @default the first that has an endpoint */
  readonly via?: string;
  /** Base64 of a key that the machine has. @default a pair is made, and the private key is in the configuration */
  readonly publicKey?: string;
  /** @default the next free /24 of the network, after those of the nodes */
  readonly subnet?: string;
}

/** What every part of the network is told, as other workloads are. */
export type SharedWorkloadArgs = {
  readonly [K in Exclude<keyof WorkloadInputs, "node">]?: KindArg<WorkloadInputs[K]>;
};

/** What a {@link Network} is made from. */
export interface NetworkArgs extends SharedWorkloadArgs {
  /** The whole network, as `10.10.0.0/16`. */
  readonly range: string;
  /** Names of nodes, or what to know of each by its name. */
  readonly nodes: readonly string[] | Readonly<Record<string, NetworkNodeArgs>>;
  /** Address or host name at which the other nodes reach one; a node without it calls the others. */
  readonly endpoints: Readonly<Record<string, string | undefined>>;
  /** Machines outside, by name. @default none */
  readonly clients?: Readonly<Record<string, NetworkClientArgs>>;
  /** The network's name on nodes and in reservations. @default the component's name */
  readonly networkName?: string;
}

/** A value of each node or client, by its name. */
export type ByName<T> = Readonly<Record<string, T>>;

/** What a network tells others. */
export interface NetworkOutputs {
  /** By node: what workloads in the network refer to. */
  readonly networkIds: ByName<pulumi.Output<string>>;
  /** By node and client. */
  readonly subnets: ByName<string>;
  /** By node: the default route of workloads. */
  readonly gateways: ByName<string>;
  /** By node. */
  readonly listenPorts: ByName<number>;
  /** By node, base64. */
  readonly publicKeys: ByName<pulumi.Output<string>>;
  /** By client: what `wg-quick` is given there. Secret. */
  readonly configurations: ByName<pulumi.Output<string>>;
}
