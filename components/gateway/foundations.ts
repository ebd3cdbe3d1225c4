import type * as pulumi from "@pulumi/pulumi";
import type { GatewaySettings } from "./args.js";
import { GatewayNode } from "./gateway-node.js";

type Part = "router" | "nameServer" | "tunnels" | "sixNetwork";

/** A node that the stack sets up. */
interface Founded {
  readonly node: string;
  /** Name of its server in `groundplan:nameServers`. */
  readonly nameServer: string | undefined;
  readonly made: GatewayNode;
}

/**
 * What the nodes of gateways are set up with by this stack. Gateways that share a node share it, too: what one needs
 * may be declared by another.
 */
export class Foundations {
  readonly #founded: readonly Founded[];

  constructor(settings: Readonly<Record<string, GatewaySettings>>) {
    this.#founded = Object.entries(settings).flatMap(([name, { carrier, nameServer, onUnreachable }]) => {
      if (carrier.via !== "node") return [];
      const { node, setUp } = carrier;
      const isEmpty = Object.values<unknown>(setUp).every((part) => part === undefined || part === false);
      return isEmpty
        ? []
        : [{ node, nameServer, made: new GatewayNode(name, { ...setUp, node, onUnreachable }) }];
    });
  }

  /** A node's name, known once the stack has prepared it, if it does. */
  nodeNamed(node: string): pulumi.Input<string> {
    const here = this.#founded.filter((one) => one.node === node).map(({ made }) => made.node);
    return here.find((name) => name !== node) ?? node;
  }

  /** What of these parts there is on a node. */
  on(node: string, ...parts: readonly Part[]): readonly pulumi.Resource[] {
    const here = this.#founded.filter((one) => one.node === node);
    return here.flatMap(({ made }) => parts.flatMap((part) => made[part] ?? []));
  }

  /** Servers that are reached by a name of `groundplan:nameServers`. */
  serving(nameServer: string | undefined): readonly pulumi.Resource[] {
    const servers = this.#founded.filter((one) => nameServer !== undefined && one.nameServer === nameServer);
    return servers.flatMap(({ made }) => made.nameServer ?? []);
  }
}
