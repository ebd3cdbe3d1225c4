import * as pulumi from "@pulumi/pulumi";
import type { Domain } from "./domain.js";
import { howToCall, urlOf } from "./how-to-call.js";
import type { Server } from "./server.js";
import type { Vimana } from "./vimana.js";

/** What a person wants to see of a Vimana: where it is, what runs in it, and how that is called. */
export function summaryOf(vimana: Vimana): pulumi.Output<Readonly<Record<string, unknown>>> {
  const { gatewayName, limits, domains } = vimana;
  const { used, max } = limits.listeners;
  const shown = Object.entries(domains).map(([key, domain]) => [key, domainSummary(domain, vimana)] as const);
  return pulumi
    .all([vimana.addresses, pulumi.all(Object.fromEntries(shown))])
    .apply(([addresses, told]): Readonly<Record<string, unknown>> => ({
      gateway: gatewayName,
      address: addresses.length === 0 ? "(not known)" : addresses,
      listeners: `${used} of ${max}`,
      ...told,
    }));
}

function domainSummary(
  { canonicalHost, hosts, servers, dnsRecords, addresses }: Domain,
  vimana: Vimana,
): pulumi.Output<Readonly<Record<string, unknown>>> {
  const shown = Object.values(servers).map(
    (server) => [server.serverId, serverSummary(server, { canonicalHost, addresses }, vimana)] as const,
  );
  return pulumi
    .all([dnsRecords, pulumi.all(Object.fromEntries(shown))])
    .apply(([records, told]): Readonly<Record<string, unknown>> => ({
      hosts,
      dns: records.map(({ name, type, value }) => `${name} ${type} ${value}`),
      ...told,
    }));
}

function serverSummary(
  { services, effectiveWeights, rollout }: Server,
  { canonicalHost: host, addresses }: Pick<Domain, "canonicalHost" | "addresses">,
  { port, ca }: Vimana,
): pulumi.Output<Readonly<Record<string, unknown>>> {
  return pulumi
    .all([effectiveWeights, rollout, addresses])
    .apply(([weights, progress, [address]]): Readonly<Record<string, unknown>> => {
      const [service = "<service>"] = services;
      const callable = { host, port, address, service, untrusted: ca !== undefined };
      return {
        url: urlOf(callable),
        services,
        weights: Object.entries(weights).map(([version, share]) => `${version} ${share}`),
        ...("phase" in progress ? { rollout: `${progress.phase}: ${progress.message}` } : {}),
        ...howToCall(callable),
      };
    });
}
