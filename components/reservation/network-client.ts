import type * as pulumi from "@pulumi/pulumi";
import {
  networkClient,
  type NetworkClientInputs,
  type NetworkClientOutputs,
} from "../../providers/reservation/network-client.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** A machine outside that joins a network. */
export class NetworkClient extends KindResource<NetworkClientInputs, NetworkClientOutputs> {
  /** Base64: the given key, or of the pair that was made. */
  declare readonly ownKey: pulumi.Output<string>;
  /** What `wg-quick` is given on that machine. Secret. */
  declare readonly configuration: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<NetworkClientInputs>, opts?: pulumi.CustomResourceOptions) {
    super(networkClient, name, args, opts);
  }
}
