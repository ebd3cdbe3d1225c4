import { z } from "zod";
import { domainName } from "../domain-name.js";

/** How messages to a name server are signed. */
export const TSIG_ALGORITHMS = ["hmac-sha256", "hmac-sha512"] as const;
export type TsigAlgorithm = (typeof TSIG_ALGORITHMS)[number];

/** `groundplan:nameServers.<name>`: a DNS server that takes dynamic updates signed by a key (TSIG). */
export const nameServerSettings = z.strictObject({
  /** Host name, IPv4 or IPv6 address, without a port. */
  address: z
    .string()
    .regex(/^[A-Za-z0-9_.:%-]+$/, "must be a host name or an IP address, without a port")
    .optional(),
  /** File that holds the address, for one that is chosen at start. Relative to the project folder. */
  addressFile: z.string().min(1).optional(),
  /** Default 53. */
  port: z.int().min(1).max(65535).default(53),
  /** Name of the key, as the server knows it. */
  key: domainName,
  /** What the key is for. Default hmac-sha256. */
  algorithm: z.enum(TSIG_ALGORITHMS).default("hmac-sha256"),
  /** File of the key in Base64; the secret `secret` is the alternative. */
  secretFile: z.string().min(1).optional(),
  /** Domains of the server in which every stack may have names. Others belong to whoever delegated them. */
  zones: z.array(domainName).default([]),
});
export type NameServerSettings = z.infer<typeof nameServerSettings>;

/** `groundplan:nameServersSecrets.<name>`. */
export const nameServerSecrets = z.strictObject({
  /** The key in Base64. */
  secret: z.string().min(1).optional(),
});
export type NameServerSecrets = z.infer<typeof nameServerSecrets>;
