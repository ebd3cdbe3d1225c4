import * as pulumi from "@pulumi/pulumi";
import { told } from "../told.js";
import type { GatewayMembers } from "./members.js";

type Shown = Readonly<Record<string, pulumi.Input<unknown>>>;

/** What a person wants to see of a gateway: where it is reached, and what leads there. Never a secret. */
export function gatewaySummary(members: GatewayMembers): pulumi.Output<Readonly<Record<string, unknown>>> {
  const { addresses, proxies, reverseProxies, subdomains, delegates, fourToSix } = members;
  const groups: Readonly<Record<string, Shown>> = {
    proxies,
    reverseProxies: each(reverseProxies, ({ domain }) => told(domain, "(not known)")),
    subdomains: each(subdomains, ({ fqdn }) => told(fqdn, "(not known)")),
    // What to set at the registrar.
    delegates: each(delegates, ({ zone, nameServers }) =>
      pulumi.all([told(zone, "(not known)"), told(nameServers, [])]).apply(([domain, names]) => ({
        domain,
        nameServers: names,
      })),
    ),
    fourToSix: each(fourToSix, ({ ips }) => told(ips, [])),
  };
  const shown = Object.entries(groups).filter(([, group]) => Object.keys(group).length > 0);
  return pulumi
    .all([addresses, pulumi.output(Object.fromEntries(shown))])
    .apply(([reachedAt, rest]): Readonly<Record<string, unknown>> => ({
      ...(reachedAt.length === 0 ? {} : { addresses: reachedAt }),
      ...rest,
    }));
}

/** What clients of reverse proxies are set up with. Undefined when there are none; gateways of explorers tell nothing. */
export function tunnelClients(
  gateways: Readonly<Record<string, GatewayMembers>>,
): pulumi.Output<Readonly<Record<string, unknown>>> | undefined {
  const some = Object.entries(gateways).filter(
    ([, { reverseProxies }]) => Object.keys(reverseProxies).length > 0,
  );
  if (some.length === 0) return undefined;
  const clients = Object.fromEntries(
    some.map(([name, { reverseProxies }]): [string, Shown] => [
      name,
      each(reverseProxies, ({ tunnel }) => told(tunnel, "(not known)")),
    ]),
  );
  return pulumi.secret(pulumi.output(clients)).apply((all): Readonly<Record<string, unknown>> => all);
}

function each<T>(members: Readonly<Record<string, T>>, show: (member: T) => pulumi.Input<unknown>): Shown {
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, show(member)]));
}
