import type * as pulumi from "@pulumi/pulumi";
import { told } from "../told.js";
import type { GatewayMembers } from "./members.js";

type Outputs = readonly [string, Readonly<Record<string, pulumi.Input<unknown>>>];

/** What references of a stack file to a gateway stand for: texts, since they may be parts of texts. */
export function outputsOf(name: string, members: GatewayMembers): readonly Outputs[] {
  const { proxies, reverseProxies, subdomains, delegates, fourToSix } = members;
  return [
    ...of(name, "proxies", proxies, (domain) => ({ domain })),
    ...of(name, "reverseProxies", reverseProxies, ({ domain, tunnel }) => ({
      domain: told(domain, ""),
      tunnel: tunnel.apply((client) => (client === undefined ? "" : JSON.stringify(client))),
    })),
    ...of(name, "subdomains", subdomains, ({ fqdn }) => ({ fqdn: told(fqdn, "") })),
    ...of(name, "delegates", delegates, ({ zone, nameServers }) => ({
      zone: told(zone, ""),
      nameServers: listed(nameServers),
    })),
    ...of(name, "fourToSix", fourToSix, ({ ips, config }) => ({
      ips: listed(ips),
      config: told(config, ""),
    })),
  ];
}

function of<T>(
  gateway: string,
  group: string,
  members: Readonly<Record<string, T>>,
  values: (member: T) => Readonly<Record<string, pulumi.Input<unknown>>>,
): readonly Outputs[] {
  return Object.entries(members).map(([key, member]) => [[gateway, group, key].join("."), values(member)]);
}

function listed(texts: pulumi.Output<readonly string[]>): pulumi.Output<string> {
  return told(texts, []).apply((all) => all.join(", "));
}
