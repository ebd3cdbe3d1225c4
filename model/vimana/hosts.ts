import { z } from "zod";
import { dnsSubdomainFault, MAX_LABEL, MAX_SUBDOMAIN } from "../shared/names.js";
import { listenerName, secretName } from "./names.js";
import type { PlannedHost } from "./planned.js";

const ADDRESS = z.union([z.ipv4(), z.ipv6()]);
const DOMAIN_ID = /^[0-9a-f]{32}$/;

/** What is wrong with a domain's id (DOM-1), as the end of a sentence. */
export function domainIdFault(id: string): string | undefined {
  return DOMAIN_ID.test(id) ? undefined : "must be 32 lower-case hex digits (DOM-1)";
}

/** What is wrong with the suffix of canonical hosts (DOM-3), as the end of a sentence. */
export function suffixFault(suffix: string): string | undefined {
  const longest = MAX_SUBDOMAIN - "0123456789abcdef0123456789abcdef.".length;
  if (suffix.length > longest)
    return `must have at most ${longest} characters and has ${suffix.length} (DOM-3)`;
  const fault = hostFault(suffix);
  return fault === undefined ? undefined : `${fault} (DOM-3)`;
}

/** What is wrong with an alias (DOM-4, DOM-5), as the end of a sentence. */
export function aliasFault(alias: string, suffix: string): string | undefined {
  if (alias.length > MAX_SUBDOMAIN)
    return `must have at most ${MAX_SUBDOMAIN} characters and has ${alias.length} (DOM-4)`;
  const fault = hostFault(alias.replace(/^\*\./, ""), isWildcard(alias) ? 1 : 2);
  if (fault !== undefined) return `${fault} (DOM-4)`;
  const [first = ""] = alias.split(".");
  if (!alias.endsWith(`.${suffix}`) || !DOMAIN_ID.test(first)) return undefined;
  return `must not look like the canonical host of a domain, as every host <32 hex digits>…${suffix} does (DOM-5)`;
}

/** What is wrong with a plain host name, as the end of a sentence. */
export function hostFault(host: string, fewestLabels = 2): string | undefined {
  if (ADDRESS.safeParse(host).success) return "must be a name and not an address";
  if (/:\d*$/.test(host)) return "must not have a port";
  if (host.endsWith(".")) return "must not end with a dot";
  const fault = dnsSubdomainFault(host);
  if (fault !== undefined) return fault;
  const labels = host.split(".");
  const long = labels.find(({ length }) => length > MAX_LABEL);
  if (long !== undefined)
    return `must have at most ${MAX_LABEL} characters between dots; "${long}" has ${long.length}`;
  return labels.length < fewestLabels ? "must have at least two parts with a dot between them" : undefined;
}

/** Whether a host stands for all names below it. */
export function isWildcard(host: string): boolean {
  return host.startsWith("*.");
}

/** A host with the names that follow from it. */
export function plannedHost(host: string, canonical: boolean): PlannedHost {
  return { host, canonical, listener: listenerName(host), secret: secretName(host) };
}
