import { md5 } from "../scalars/hash.js";
import { formatIp, parseIp } from "../scalars/ip-address.js";
import { formatRange, parseRange } from "../scalars/ip-range.js";

/**
 * A hardware address that follows from some bytes (a workload's id, a node's): the first six of their MD5, marked as
 * locally given and as of one machine.
 */
export function macOf(data: Uint8Array | string): string {
  const [first = 0, ...rest] = md5(data).slice(0, 6);
  return hexGroups([(first | 0b10) & ~0b1, ...rest], 1);
}

/**
 * The last part of an IPv6 address that follows from some bytes.
 * @param bytes How many bytes of it, 7 or 8.
 */
export function ipv6SuffixOf(data: Uint8Array | string, bytes: 7 | 8): string {
  const digest = [...md5(data).slice(0, bytes)];
  const odd = digest.splice(0, bytes % 2);
  const groups = hexGroups(digest, 2);
  return odd.length === 0 ? groups : `${hexGroups(odd, 1)}:${groups}`;
}

/**
 * The address of a node inside the tunnels of a network: `100.64.b.c/16` for the subnet `a.b.c.d`; undefined when the
 * subnet is not IPv4.
 */
export function overlayAddress(subnet: string): string | undefined {
  const range = parseRange(subnet);
  const bytes = range === undefined ? [] : [...range.address.slice(12)];
  const dotted = range === undefined ? "" : formatRange(range);
  return dotted.includes(".") ? `100.64.${String(bytes[1])}.${String(bytes[2])}/16` : undefined;
}

/**
 * The private IPv6 address that goes with a node's IPv4 address in a network: `fd`, five bytes of the network's id, the
 * third byte of the address, and its last.
 */
export function privateIpv6(networkId: string, address: string): string | undefined {
  const v4 = parseIp(address);
  if (v4 === undefined || !address.includes(".")) return undefined;
  const id = Buffer.from(networkId, "latin1").subarray(0, 5);
  const bytes = new Uint8Array(16);
  bytes.set([0xfd, ...id]);
  bytes.set([v4[14] ?? 0], 7);
  bytes.set([v4[15] ?? 0], 15);
  return formatIp(bytes);
}

function hexGroups(bytes: readonly number[], size: number): string {
  const digits = Buffer.from(bytes).toString("hex");
  return (digits.match(new RegExp(`.{${String(2 * size)}}`, "g")) ?? []).join(":");
}
