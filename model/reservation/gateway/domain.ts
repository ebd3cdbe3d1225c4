import { parseIp } from "../scalars/ip-address.js";

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const LONGEST = 253;

/** Seconds that an address of a subdomain may be remembered. */
export const RECORD_TTL = 3600;

/** What is wrong with a domain, as the end of a sentence: it must have two labels or more and no final dot. */
export function domainFault(domain: string): string | undefined {
  if (domain === "") return "must not be empty";
  if (domain.length > LONGEST) return `must have at most ${LONGEST} characters and has ${domain.length}`;
  const labels = domain.split(".");
  if (labels.length < 2) return "must have a name and a domain above it, as shop.example.com";
  return labels.every((label) => LABEL.test(label))
    ? undefined
    : "must consist of letters, digits, dashes and single dots, and not end with a dot";
}

/** The first label of a domain and the zone it is in; a domain of two labels is a zone itself. */
export function splitDomain(domain: string): { readonly name: string; readonly zone: string } {
  const [name = "", ...zone] = domain.split(".");
  return zone.length < 2 ? { name: "", zone: domain } : { name, zone: zone.join(".") };
}

/** The DNS record of an address; undefined when the text is no address. */
export function addressRecord(address: string) {
  if (parseIp(address) === undefined) return undefined;
  return {
    type: address.includes(":") ? ("AAAA" as const) : ("A" as const),
    value: address,
    ttl: RECORD_TTL,
  };
}
