import { z } from "zod";

const address = z.object({ family: z.string(), local: z.string().optional(), prefixlen: z.int().optional() });

const link = z.object({
  ifname: z.string(),
  mtu: z.int(),
  flags: z.array(z.string()),
  addr_info: z.array(address).default([]),
});
/** A link as `ip -j addr` tells it. */
export type FoundLink = z.output<typeof link>;

const route = z.object({
  type: z.string().optional(),
  dst: z.string(),
  dev: z.string().optional(),
  gateway: z.string().optional(),
  protocol: z.string().optional(),
});
/** A route as `ip -j route` tells it. */
export type FoundRoute = z.output<typeof route>;

const peer = z.object({
  publicKey: z.string(),
  presharedKey: z.boolean(),
  /** The last place that it called from, or the configured one; empty when neither is known. */
  endpoint: z.string(),
  /** With commas between them. */
  allowedRanges: z.string(),
  /** Whether there ever was one. */
  handshake: z.boolean(),
  /** Seconds, or `off`. */
  keepalive: z.string(),
});
/** A peer as `wg` tells it. */
export type FoundPeer = z.output<typeof peer>;

/** A tunnel as `wg` tells it, without its secrets. */
const device = z.object({ publicKey: z.string(), listenPort: z.int(), peers: z.array(peer) });

/** What was found of one network. */
export const networkFound = z.object({
  /** Id of the workload. */
  workload: z.string(),
  /** Null without the namespace. */
  links: z.array(link).nullable(),
  routes: z.array(route).nullable(),
  /** Null without the tunnel. */
  device: device.nullable(),
  /** What the node itself has compared, a line each. */
  differences: z.array(z.string()),
});
/** What was found of one network. */
export type NetworkFound = z.output<typeof networkFound>;
