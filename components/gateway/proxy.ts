import type * as pulumi from "@pulumi/pulumi";
import {
  gatewayProxy,
  type GatewayProxyInputs,
  type GatewayProxyOutputs,
} from "../../providers/gateway/proxy.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * Forwards a domain's HTTP by host name and its TLS by server name, without decrypting it.
 *
 * @example
 * new GatewayProxy("shop", { node: "edge1", domain: "shop.example.com", addr: "10.0.0.5", port: 80, portTls: 443 });
 */
export class GatewayProxy extends KindResource<GatewayProxyInputs, GatewayProxyOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** As it is forwarded. */
  declare readonly domain: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<GatewayProxyInputs>, opts?: pulumi.CustomResourceOptions) {
    super(gatewayProxy, name, args, opts);
  }
}
