import { ownerNameOf, ownerRecord, type NameOwner } from "./owner-record.js";
import type { Change, DnsRecord, DnsUpdate, Prerequisite, RecordType } from "./records.js";

/** A name as it is to be. */
export interface WantedName {
  readonly domain: string;
  /** In their one form. */
  readonly ips: readonly string[];
  /** Seconds. */
  readonly ttl: number;
  readonly owner: NameOwner;
}

/** What a name server has of a name. */
export interface FoundName {
  /** Its addresses, or the alias in their place. */
  readonly records: readonly DnsRecord[];
  /** What tells whose it is: none, or one unless somebody has written there by hand. */
  readonly owners: readonly DnsRecord[];
}

/** Types of the records that a name's addresses are in, or that exclude addresses. */
export const ADDRESS_TYPES = ["A", "AAAA", "CNAME"] as const;

/** Makes a name that nobody has. Of two that are sent, one is carried out. */
export function freshName(zone: string, wanted: WantedName): DnsUpdate {
  return {
    zone,
    prerequisites: [
      { is: "unused", name: wanted.domain },
      { is: "unused", name: ownerNameOf(wanted.domain) },
    ],
    changes: additions(wanted),
  };
}

/** Makes a name what it is to be, if it still is what was found. */
export function changedName(zone: string, wanted: WantedName, found: FoundName): DnsUpdate {
  const { domain } = wanted;
  return {
    zone,
    prerequisites: asFound(domain, found),
    changes: [...removals(domain, found), ...additions(wanted)],
  };
}

/** Takes a name away, if it still is whose it was found to be. Other records of the name stay. */
export function removedName(zone: string, domain: string, found: FoundName): DnsUpdate {
  return { zone, prerequisites: asFound(domain, found), changes: removals(domain, found) };
}

/** The owner's record is what guards a name; without one, its addresses are. */
function asFound(domain: string, { records, owners }: FoundName): readonly Prerequisite[] {
  const exactly = (all: readonly DnsRecord[], name: string, type: RecordType): Prerequisite => {
    const these = all.filter((record) => record.type === type);
    return these.length === 0 ? { is: "absent", name, type } : { is: "exactly", records: these };
  };
  const owner = exactly(owners, ownerNameOf(domain), "TXT");
  if (owners.length > 0) return [owner];
  return [owner, ...ADDRESS_TYPES.map((type) => exactly(records, domain, type))];
}

function removals(domain: string, { records }: FoundName): readonly Change[] {
  const alias = records.some(({ type }) => type === "CNAME");
  return [
    ...ADDRESS_TYPES.filter((type) => type !== "CNAME" || alias).map((type): Change => ({
      do: "remove",
      name: domain,
      type,
    })),
    { do: "remove", name: ownerNameOf(domain), type: "TXT" },
  ];
}

function additions({ domain, ips, ttl, owner }: WantedName): readonly Change[] {
  const addresses = ips.map((ip): DnsRecord => ({
    name: domain,
    type: ip.includes(":") ? "AAAA" : "A",
    ttl,
    data: [ip],
  }));
  return [...addresses, ownerRecord(domain, owner)].map((record) => ({ do: "add", record }));
}
