/** IP addresses as Go reads and prints them. Addresses are 16 bytes; IPv4 is mapped into `::ffff:0:0/96`. */

/** What upstream prints for an address or range that is not there; it enters signatures. */
export const NIL_TEXT = "<nil>";

const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Reads an address; undefined when the text is none. Leading zeros, zones and ports are refused. */
export function parseIp(text: string): Uint8Array | undefined {
  const bytes = text.includes(":") ? parseV6(text) : parseV4(text);
  return bytes === undefined ? undefined : Uint8Array.from(bytes);
}

/** An address in its one form: dotted for IPv4, also when it is mapped into IPv6; lower-case RFC 5952 for IPv6. */
export function formatIp(bytes: Uint8Array): string {
  if (isV4(bytes)) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => group(bytes, index));
  const { start, length } = longestZeros(groups);
  if (length < 2) return groups.map(hex).join(":");
  const head = groups.slice(0, start).map(hex).join(":");
  return `${head}::${groups
    .slice(start + length)
    .map(hex)
    .join(":")}`;
}

/** Whether 16 bytes are an IPv4 address. */
export function isV4(bytes: Uint8Array): boolean {
  return MAPPED.every((byte, index) => bytes[index] === byte);
}

/** An address in its one form, `""` for none; undefined when the text is no address. */
export function canonicalIp(text: string): string | undefined {
  if (text === "") return "";
  const bytes = parseIp(text);
  return bytes === undefined ? undefined : formatIp(bytes);
}

/** An address as it enters signatures: `<nil>` where there is none or the text is no address. */
export function ipText(text: string): string {
  const bytes = parseIp(text);
  return bytes === undefined ? NIL_TEXT : formatIp(bytes);
}

function parseV4(text: string): readonly number[] | undefined {
  return V4.test(text) ? [...MAPPED, ...text.split(".").map(Number)] : undefined;
}

function parseV6(text: string): readonly number[] | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const front = groupsOf(head, tail === undefined);
  const back = tail === undefined ? [] : groupsOf(tail, true);
  if (front === undefined || back === undefined) return undefined;
  const missing = 16 - front.length - back.length;
  // A `::` stands for one group of zeros or more.
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...front, ...Array.from({ length: missing }, () => 0), ...back];
}

/** The bytes of groups between colons; an IPv4 address may end them. */
function groupsOf(text: string, mayEndInV4: boolean): readonly number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const bytes: number[] = [];
  for (const [index, part] of parts.entries()) {
    const dotted = mayEndInV4 && index === parts.length - 1 ? parseV4(part)?.slice(12) : undefined;
    if (dotted !== undefined) bytes.push(...dotted);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) bytes.push(parseInt(part, 16) >> 8, parseInt(part, 16) & 0xff);
    else return undefined;
  }
  return bytes;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, value] of groups.entries()) {
    if (value !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}

function group(bytes: Uint8Array, index: number): number {
  return ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0);
}

function hex(value: number): string {
  return value.toString(16);
}
