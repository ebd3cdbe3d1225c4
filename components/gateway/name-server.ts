import type * as pulumi from "@pulumi/pulumi";
import {
  gatewayNameServer,
  type GatewayNameServerInputs,
  type GatewayNameServerOutputs,
} from "../../providers/gateway/name-server.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * A DNS server on a node, for the names of gateways.
 *
 * @example
 * new GatewayNameServer("edge", {
 *   node: "edge1",
 *   software: "knot",
 *   nameServer: "main",
 *   zones: ["example.com"],
 *   nameServers: ["ns1.example.net"],
 * });
 */
export class GatewayNameServer extends KindResource<GatewayNameServerInputs, GatewayNameServerOutputs> {
  declare readonly workloadId: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<GatewayNameServerInputs>, opts?: pulumi.CustomResourceOptions) {
    super(gatewayNameServer, name, args, opts);
  }
}
