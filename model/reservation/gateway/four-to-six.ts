import { md5 } from "../scalars/hash.js";
import { formatIp } from "../scalars/ip-address.js";

/** The /64 that a gateway hands addresses out of; follows from the gateway's seed. */
export function fourToSixSubnet(gatewaySeed: Uint8Array): string {
  return `${formatIp(prefixOf(gatewaySeed))}/64`;
}

/** A user's address at a gateway; the same user always gets the same. */
export function fourToSixAddress(gatewaySeed: Uint8Array, user: string): string {
  const address = prefixOf(gatewaySeed);
  address.set(md5(Buffer.concat([gatewaySeed, Buffer.from(user)])).slice(0, 8), 8);
  return formatIp(address);
}

function prefixOf(gatewaySeed: Uint8Array): Uint8Array {
  const address = new Uint8Array(16);
  address.set([0xfd, ...md5(gatewaySeed).slice(0, 7)]);
  return address;
}
