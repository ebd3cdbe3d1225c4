import type { CallOptions, DnsClient } from "../../../clients/dns/types.js";
import { ADDRESS_TYPES, type FoundName } from "../../../model/gateway/dns/name-updates.js";
import { ownerNameOf, ownerOf, type NameOwner } from "../../../model/gateway/dns/owner-record.js";

/** All that the name server has of a name, asked for at once. */
export async function lookAtName(
  client: DnsClient,
  domain: string,
  options: CallOptions,
): Promise<FoundName> {
  const [records, owners] = await Promise.all([
    client.query(domain, ADDRESS_TYPES, options),
    client.query(ownerNameOf(domain), ["TXT"], options),
  ]);
  return { records, owners };
}

/** Whether nobody has anything of the name, as far as it was looked at. */
export function isFree({ records, owners }: FoundName): boolean {
  return records.length === 0 && owners.length === 0;
}

/** Whose a name is; undefined when nobody tells, or not in our way. */
export function holderOf({ owners }: FoundName): NameOwner | undefined {
  return owners.map(ownerOf).find((owner) => owner !== undefined);
}
