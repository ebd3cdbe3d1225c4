import type * as pulumi from "@pulumi/pulumi";
import {
  gatewaySubdomain,
  type GatewaySubdomainInputs,
  type GatewaySubdomainOutputs,
} from "../../providers/gateway/subdomain.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * A name with addresses, in a domain that a name server of the stack manages or this stack has handed over to it.
 *
 * @example
 * new GatewaySubdomain("shop", { nameServer: "main", domain: "shop.example.com", ips: ["203.0.113.7"] });
 */
export class GatewaySubdomain extends KindResource<GatewaySubdomainInputs, GatewaySubdomainOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** The name, once it is there. */
  declare readonly fqdn: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<GatewaySubdomainInputs>, opts?: pulumi.CustomResourceOptions) {
    super(gatewaySubdomain, name, args, opts);
  }
}
