import { formatIp, isV4, NIL_TEXT, parseIp } from "./ip-address.js";

/** An address with the length of its network part. Host bits are kept as given. */
export interface IpRange {
  /** 16 bytes, as {@link parseIp} has them. */
  readonly address: Uint8Array;
  /** Length of the network part, out of 128 bits also for IPv4. */
  readonly prefix: number;
}

/** Reads `10.1.2.3/24` or `fd00::/8`; undefined when the text is no range. */
export function parseRange(text: string): IpRange | undefined {
  const [, written = "", digits = ""] = /^([^/]+)\/([0-9]{1,3})$/.exec(text) ?? [];
  const address = parseIp(written);
  if (address === undefined) return undefined;
  const offset = written.includes(":") ? 0 : 96;
  const prefix = Number(digits) + offset;
  return prefix > 128 ? undefined : { address, prefix };
}

/** A range in its one form; a mapped IPv4 address prints as IPv4. */
export function formatRange({ address, prefix }: IpRange): string {
  return `${formatIp(address)}/${isV4(address) ? Math.max(0, prefix - 96) : prefix}`;
}

/** A range in its one form, `""` for none; undefined when the text is no range. */
export function canonicalRange(text: string): string | undefined {
  if (text === "") return "";
  const range = parseRange(text);
  return range === undefined ? undefined : formatRange(range);
}

/** A range as it enters signatures: `<nil>` where there is none or the text is no range. */
export function rangeText(text: string): string {
  const range = parseRange(text);
  return range === undefined ? NIL_TEXT : formatRange(range);
}

/** Whether an address is in a range. */
export function rangeHolds(range: IpRange, address: Uint8Array): boolean {
  return isV4(range.address) === isV4(address) && firstBits(address, range.prefix) === networkOf(range);
}

/** Whether a whole range is in another. */
export function rangeHoldsRange(outer: IpRange, inner: IpRange): boolean {
  return inner.prefix >= outer.prefix && rangeHolds(outer, inner.address);
}

/** Whether two ranges have an address in common. */
export function rangesOverlap(left: IpRange, right: IpRange): boolean {
  return rangeHoldsRange(left, right) || rangeHoldsRange(right, left);
}

/** The range without its host bits: `10.1.2.3/24` is `10.1.2.0/24`. */
export function networkRange(range: IpRange): IpRange {
  return { address: numberToAddress(networkOf(range) << BigInt(128 - range.prefix)), prefix: range.prefix };
}

/** An address of a range by its number: 0 is the network's own address. */
export function addressIn(range: IpRange, index: number): Uint8Array {
  return numberToAddress((networkOf(range) << BigInt(128 - range.prefix)) + BigInt(index));
}

/** The last address of a range, which is its broadcast address in IPv4. */
export function lastAddress(range: IpRange): Uint8Array {
  const size = 1n << BigInt(128 - range.prefix);
  return numberToAddress(networkOf(range) * size + size - 1n);
}

function networkOf(range: IpRange): bigint {
  return firstBits(range.address, range.prefix);
}

function firstBits(address: Uint8Array, prefix: number): bigint {
  return BigInt(`0x${Buffer.from(address).toString("hex")}`) >> BigInt(128 - prefix);
}

function numberToAddress(value: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(32, "0"), "hex"));
}
