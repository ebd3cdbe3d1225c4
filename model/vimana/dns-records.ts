import { z } from "zod";
import type { PlannedDomain } from "./planned.js";

const IPV4 = z.ipv4();
const IPV6 = z.ipv6();

/** A record that people must create where their names are kept. */
export interface DnsRecord {
  readonly name: string;
  readonly type: "A" | "AAAA" | "CNAME";
  /** An address, or a host name without a dot at the end. */
  readonly value: string;
}

/**
 * Records that lead a domain's hosts to its gateway: the canonical host to each address, aliases to the canonical host.
 * A name of two parts is taken for the root of a zone, which cannot be a CNAME, and leads to the addresses itself; where
 * the gateway has only a host name, the zone's own kind of alias has to do what its CNAME says.
 *
 * @param addresses Of the gateway: IP addresses or host names. Without any only aliases have records.
 */
export function dnsRecords(
  { canonicalHost, hosts }: Pick<PlannedDomain, "canonicalHost" | "hosts">,
  addresses: readonly string[],
): readonly DnsRecord[] {
  return hosts.flatMap(({ host, canonical }): readonly DnsRecord[] =>
    canonical || isZoneRoot(host)
      ? addresses.map((address) => ({ name: host, type: typeOf(address), value: address }))
      : [{ name: host, type: "CNAME", value: canonicalHost }],
  );
}

function isZoneRoot(host: string): boolean {
  return host.split(".").length === 2 && !host.startsWith("*.");
}

function typeOf(address: string): DnsRecord["type"] {
  if (IPV4.safeParse(address).success) return "A";
  return IPV6.safeParse(address).success ? "AAAA" : "CNAME";
}
