import type * as pulumi from "@pulumi/pulumi";
import {
  gatewayReverseProxy,
  type GatewayReverseProxyInputs,
  type GatewayReverseProxyOutputs,
} from "../../providers/gateway/reverse-proxy.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * Forwards a domain to a client that dials in, which may be behind any firewall.
 *
 * @example
 * const home = new GatewayReverseProxy("home", { node: "edge1", domain: "home.example.com", secret });
 * export const client = home.tunnel;
 */
export class GatewayReverseProxy extends KindResource<GatewayReverseProxyInputs, GatewayReverseProxyOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** As it is forwarded. */
  declare readonly domain: pulumi.Output<string>;
  /** Of the tunnel: `ssh-ed25519 AAAA…`. */
  declare readonly publicKey: pulumi.Output<string | undefined>;
  /** What the client is set up with. Secret. */
  declare readonly tunnel: pulumi.Output<GatewayReverseProxyOutputs["tunnel"]>;

  constructor(name: string, args: KindArgs<GatewayReverseProxyInputs>, opts?: pulumi.CustomResourceOptions) {
    super(gatewayReverseProxy, name, args, opts);
  }
}
