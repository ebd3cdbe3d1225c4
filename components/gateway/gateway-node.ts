import * as pulumi from "@pulumi/pulumi";
import type { GatewayNameServerInputs } from "../../providers/gateway/name-server.js";
import type { GatewayRouterInputs } from "../../providers/gateway/router.js";
import type { GatewaySixNetworkInputs } from "../../providers/gateway/six-network.js";
import type { GatewayTunnelsInputs } from "../../providers/gateway/tunnels.js";
import type { KindArgs } from "../../providers/runtime/resource.js";
import { NodeBootstrap } from "../reservation/node-bootstrap.js";
import { servicesFor, packagesFor } from "./packages.js";
import { GatewayNameServer } from "./name-server.js";
import { GatewayRouter } from "./router.js";
import { GatewaySixNetwork } from "./six-network.js";
import { GatewayTunnels } from "./tunnels.js";

type Common = "node" | "onUnreachable";

/** What a {@link GatewayNode} is made from. What is left out is not set up here. */
export interface GatewayNodeArgs {
  /** Name of the node, from `groundplan:nodes`. */
  readonly node: string;
  /** Packages to install besides those of what is set up; `true` for no others. @default nothing is installed */
  readonly bootstrap?: boolean | { readonly packages: readonly string[] } | undefined;
  /** Forwards domains. */
  readonly router?: Omit<KindArgs<GatewayRouterInputs>, Common> | undefined;
  /** Keeps names. */
  readonly dns?:
    (Omit<KindArgs<GatewayNameServerInputs>, Common> & { readonly software: "knot" | "bind" }) | undefined;
  /** Lets clients of reverse proxies dial in. */
  readonly tunnels?: Omit<KindArgs<GatewayTunnelsInputs>, Common> | undefined;
  /** Gives IPv6 addresses away. */
  readonly sixNetwork?: Omit<KindArgs<GatewaySixNetworkInputs>, Common> | undefined;
  /** What deletion does when the node does not answer. @default fail */
  readonly onUnreachable?: "fail" | "abandon";
}

/**
 * A Linux node that works as a gateway: the programs that proxies, names, tunnels and addresses of gateways need. Each
 * needs one of them, and names it under `dependsOn`.
 *
 * @example
 * const edge = new GatewayNode("edge", { node: "edge1", bootstrap: true, router: {} });
 * new GatewayProxy("shop", { node: "edge1", domain: "shop.example.com", addr: "10.0.0.5", portTls: 443 }, { dependsOn: edge });
 */
export class GatewayNode extends pulumi.ComponentResource {
  /** Name of the node; with a bootstrap known once it is prepared, so that no preview looks for packages before. */
  readonly node: pulumi.Input<string>;
  /** Undefined for what is not set up here. */
  readonly router: GatewayRouter | undefined;
  readonly nameServer: GatewayNameServer | undefined;
  readonly tunnels: GatewayTunnels | undefined;
  readonly sixNetwork: GatewaySixNetwork | undefined;

  constructor(name: string, args: GatewayNodeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundplan:gateway:GatewayNode", name, {}, opts);
    const { bootstrap = false, router, dns, tunnels, sixNetwork, onUnreachable } = args;
    const node = bootstrap === false ? args.node : this.#bootstrap(name, args).node;
    this.node = node;
    const children = { parent: this };
    const common = { node, ...(onUnreachable === undefined ? {} : { onUnreachable }) };
    this.router = router && new GatewayRouter(`${name}-router`, { ...router, ...common }, children);
    this.nameServer = dns && new GatewayNameServer(`${name}-dns`, { ...dns, ...common }, children);
    this.tunnels = tunnels && new GatewayTunnels(`${name}-tunnels`, { ...tunnels, ...common }, children);
    this.sixNetwork =
      sixNetwork && new GatewaySixNetwork(`${name}-sixnetwork`, { ...sixNetwork, ...common }, children);
    this.registerOutputs({});
  }

  #bootstrap(name: string, args: GatewayNodeArgs): NodeBootstrap {
    const more = typeof args.bootstrap === "object" ? args.bootstrap.packages : [];
    const packages = [...new Set([...packagesFor(args), ...more])];
    return new NodeBootstrap(
      `${name}-bootstrap`,
      { node: args.node, packages, idleServices: servicesFor(args) },
      { parent: this },
    );
  }
}
