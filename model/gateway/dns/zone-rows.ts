import { ownerRecord, type NameOwner } from "./owner-record.js";

/** What a zone is to have of its own. */
export interface WantedZone {
  readonly zone: string;
  /** Host names of the servers that answer for it; the first one is told to be the first. */
  readonly nameServers: readonly string[];
  /** Seconds. */
  readonly ttl: number;
  /** Addresses of host names inside of the zone. Others are left out. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  /** Whose the zone is; absent for those that every stack may have names in. */
  readonly owner?: NameOwner;
}

/** A record as zone files have it: name, ttl, type and data with blanks between. An SOA ends before its numbers. */
export type ZoneRow = string;

/** The records that a zone has of its own. */
export function zoneRows({ zone, nameServers, ttl, addresses, owner }: WantedZone): readonly ZoneRow[] {
  const hosts = Object.entries(addresses).filter(([host]) => host === zone || host.endsWith(`.${zone}`));
  return [
    `${zone}. ${ttl} SOA ${nameServers[0] ?? zone}. hostmaster.${zone}.`,
    ...nameServers.map((server) => `${zone}. ${ttl} NS ${server}.`),
    ...hosts.flatMap(([host, ips]) =>
      ips.map((ip) => `${host}. ${ttl} ${ip.includes(":") ? "AAAA" : "A"} ${ip}`),
    ),
    ...(owner === undefined ? [] : [ownerRow(zone, owner)]),
  ];
}

function ownerRow(zone: string, owner: NameOwner): ZoneRow {
  const { name, ttl, type, data } = ownerRecord(zone, owner);
  return `${name}. ${ttl} ${type} ${data.map(quotedText).join(" ")}`;
}

/** A text as zone files have it; what is no printable ASCII as three digits an octet. */
function quotedText(text: string): string {
  const octets = [...Buffer.from(text)].map((octet) => {
    const character = String.fromCharCode(octet);
    if (character === '"' || character === "\\") return `\\${character}`;
    return octet >= 32 && octet < 127 ? character : `\\${String(octet).padStart(3, "0")}`;
  });
  return `"${octets.join("")}"`;
}

/** Records as they were found, in the same form. */
export function foundRows(text: string): readonly ZoneRow[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", ttl = "", type = "", ...data] = line.split(" ");
      return [name.toLowerCase(), ttl, type, ...(type === "SOA" ? data.slice(0, 2) : data)].join(" ");
    });
}

/** What differs, a line each. */
export function rowDrift(wanted: readonly ZoneRow[], found: readonly ZoneRow[]): readonly string[] {
  return [
    ...wanted.filter((row) => !found.includes(row)).map((row) => `record missing: ${row}`),
    ...found.filter((row) => !wanted.includes(row)).map((row) => `record not wanted: ${row}`),
  ];
}

/** What a type's records of a zone itself say. */
export function ownRows(
  rows: readonly ZoneRow[],
  zone: string,
  type: string,
): readonly { readonly ttl: number; readonly data: string }[] {
  return rows.flatMap((row) => {
    const [name, ttl, found, ...data] = row.split(" ");
    return name === `${zone}.` && found === type ? [{ ttl: Number(ttl), data: data.join(" ") }] : [];
  });
}
