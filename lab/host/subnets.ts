import { Failure } from "../../model/shared/errors.js";

/**
 * Addresses of one lab's node, all out of one /16 that the host has no other route into:
 * a pair of addresses between host and node, one for the gateway, and a /24 for pods.
 */
export interface NodeSubnet {
  /** Host's end of the pair, e.g. `10.142.0.1`. */
  readonly host: string;
  /** Node's end of the pair, e.g. `10.142.0.2`. */
  readonly node: string;
  /** Where the lab's gateway serves, e.g. `10.142.0.3`: beyond the node, like its pods. */
  readonly edge: string;
  /** e.g. `10.142.1.0/24`. */
  readonly pods: string;
}

const range = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => first + i);

// Within 10/8, away from where clouds, VPNs, container engines and clusters (10.88, 10.96, 10.244) usually are;
// for hosts that route all of 10/8, the shared address space of carriers.
const PRIVATE = range(128, 96).map((second) => `10.${second}`);
const SHARED = range(64, 64).map((second) => `100.${second}`);

/** The addresses in a /16, given by its first two numbers: `10.142`. */
export function nodeSubnet(prefix: string): NodeSubnet {
  return { host: `${prefix}.0.1`, node: `${prefix}.0.2`, edge: `${prefix}.0.3`, pods: `${prefix}.1.0/24` };
}

/**
 * The first /16 without any route of the host, beginning at a place that depends on the lab, so that labs rarely
 * want the same.
 * @param labId Eight hex digits.
 * @param routes Destinations as `ip route` prints them: `10.0.0.0/8`, `default`, `192.0.2.1`.
 * @returns Its first two numbers.
 * @throws Failure when there is none.
 */
export function chooseSubnet(labId: string, routes: readonly string[]): string {
  const start = parseInt(labId, 16);
  for (const candidates of [PRIVATE, SHARED]) {
    const turn = start % candidates.length;
    const ordered = [...candidates.slice(turn), ...candidates.slice(0, turn)];
    const free = ordered.find((prefix) => isFreeSubnet(prefix, routes));
    if (free !== undefined) return free;
  }
  throw new Failure({
    what: "the host has routes into every network that the lab's node could have",
    next: "Take down labs of other checkouts, or see `ip route show table all`",
  });
}

/** Whether none of the routes leads into this /16. */
export function isFreeSubnet(prefix: string, routes: readonly string[]): boolean {
  const wanted = parseRange(`${prefix}.0.0/16`);
  if (wanted === undefined) return false;
  return !routes
    .flatMap((route) => parseRange(route) ?? [])
    .some(({ low, high }) => low <= wanted.high && high >= wanted.low);
}

/** First and last address; undefined for what is no IPv4 range, and for the default route in all its spellings. */
function parseRange(route: string): { readonly low: number; readonly high: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(route);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1, 5).map(Number);
  const size = 2 ** (32 - Number(match[5] ?? 32));
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const low = address - (address % size);
  // VPN clients override the default route with its two halves; the lab's routes are more specific.
  return size >= 2 ** 31 ? undefined : { low, high: low + size - 1 };
}
