import type * as pulumi from "@pulumi/pulumi";
import type { GatewaySettings } from "./args.js";
import { Foundations } from "./foundations.js";
import { declareMembers, declareZones, type GatewayMembers } from "./members.js";
import { outputsOf } from "./outputs.js";
import { gatewaySummary, tunnelClients } from "./summary.js";

/** The gateways of a stack file, by name. */
export type GatewaysSettings = Readonly<Record<string, GatewaySettings>>;

/** Gateways that have been declared. */
export interface DeclaredGateways {
  /** By gateway. */
  readonly gateways: Readonly<Record<string, GatewayMembers>>;
  /** For references of a stack file, by `<gateway>.<group>.<key>`, then by output. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, pulumi.Input<unknown>>>>>;
  /** What a person wants to see, by gateway. Nothing of it is secret. */
  readonly summary: Readonly<Record<string, pulumi.Output<Readonly<Record<string, unknown>>>>>;
  /** What clients of reverse proxies are set up with, by gateway and key. Secret; undefined without any. */
  readonly tunnels: pulumi.Output<Readonly<Record<string, unknown>>> | undefined;
}

/** Declares gateways: the nodes' set-up first, then zones, then all that is in or on them. */
export function declareGateways(settings: GatewaysSettings): DeclaredGateways {
  const foundations = new Foundations(settings);
  const zoned = Object.entries(settings).map(([name, gateway]) => ({
    ...{ name, gateway },
    own: declareZones(name, gateway, foundations),
  }));
  const gateways = Object.fromEntries(
    zoned.map(({ name, gateway, own }) => {
      const zones = zoned.flatMap((other) =>
        other.gateway.nameServer === gateway.nameServer ? Object.values(other.own) : [],
      );
      return [name, declareMembers(name, gateway, foundations, own, zones)];
    }),
  );
  const each = Object.entries(gateways);
  return {
    gateways,
    outputs: Object.fromEntries(each.flatMap(([name, members]) => outputsOf(name, members))),
    summary: Object.fromEntries(each.map(([name, members]) => [name, gatewaySummary(members)])),
    tunnels: tunnelClients(gateways),
  };
}
