import { z } from "zod";
import { parseRange } from "../scalars/ip-range.js";

const range = z.string().refine((text) => parseRange(text) !== undefined, "must be a range, as 10.10.0.0/16");

const node = z.strictObject({
  /** Default: the next that is free. */
  subnet: range.exactOptional(),
  /** UDP port for WireGuard. Default: one that follows from the names of network and node. */
  port: z.int().min(1).max(65_535).exactOptional(),
});

/** A machine outside that joins the network. */
const client = z.strictObject({
  /** Node that it calls. Default: the first that can be called. */
  via: z.string().min(1).exactOptional(),
  /** Default: the next that is free. */
  subnet: range.exactOptional(),
  /** Base64 of its WireGuard key. Default: a key pair is made for it. */
  publicKey: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, "must be a WireGuard key: base64 of 32 bytes")
    .exactOptional(),
});

/** A private network over several nodes, with WireGuard between them. */
export const declaredNetwork = z.strictObject({
  /** The whole network. */
  range,
  /** Names of nodes, or what they have in the network, by name. */
  nodes: z.union([
    z
      .array(z.string().min(1))
      .transform((names) => Object.fromEntries(names.map((name) => [name, node.parse({})]))),
    z.record(z.string().min(1), node),
  ]),
  /** By name. Default none. */
  clients: z.record(z.string().min(1), client).default({}),
});
export type DeclaredNetwork = z.output<typeof declaredNetwork>;
