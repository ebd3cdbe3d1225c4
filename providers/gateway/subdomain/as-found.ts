import type { FoundName } from "../../../model/gateway/dns/name-updates.js";
import type { KindState } from "../../runtime/kind.js";
import type { GatewaySubdomainInputs, GatewaySubdomainOutputs } from "../subdomain.js";
import { addressesOf } from "./bring-about.js";
import { holderOf } from "./look.js";

/** A name as it was found, where it is this resource's. */
export function subdomainAsFound(
  found: FoundName,
  { inputs, outputs }: KindState<GatewaySubdomainInputs, GatewaySubdomainOutputs>,
): KindState<GatewaySubdomainInputs, GatewaySubdomainOutputs> {
  const { records, owners } = found;
  const ttls = records.map(({ ttl }) => ttl);
  const ttl = ttls.find((seconds) => seconds !== inputs.ttl) ?? inputs.ttl;
  return {
    inputs: { ...inputs, ips: addressesOf(found), ttl },
    outputs: { ...outputs, drift: [...ownerDrift(found, owners.length), ...aliasDrift(found)] },
  };
}

function ownerDrift(found: FoundName, owners: number): readonly string[] {
  if (owners === 0) return ["owner record: missing"];
  return owners > 1 || holderOf(found) === undefined ? ["owner record: changed"] : [];
}

function aliasDrift({ records }: FoundName): readonly string[] {
  return records
    .filter(({ type }) => type === "CNAME")
    .map(({ data }) => `alias: ${data.join("")} in the place of addresses`);
}
