import { z } from "zod";

/** An absolute path of a folder on a node. */
const folder = z
  .string()
  .regex(
    /^(?:\/(?!\.{1,2}(?:\/|$))[^/\u0000-\u001f]+)+$/,
    "must be the absolute path of a folder, without `..`",
  );

const userName = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_.-]{0,31}$/i,
    "must be the name of a user: letters, digits, dots, dashes and underscores",
  );

const address = z.union([z.ipv4(), z.ipv6()]);

function isAddress(text: string): boolean {
  return address.safeParse(text).success;
}

/** `groundplan:nodes.<name>`: a Linux node that is reached over SSH, or a machine on the way to one. */
export const nodeSettings = z.strictObject({
  /** Host name, IPv4 or IPv6 address, without a port. */
  address: z
    .string()
    .regex(/^[A-Za-z0-9_.:%-]+$/, "must be a host name or an IP address, without a port")
    .optional(),
  /** File that holds the address, for one that is chosen at start. Relative to the project folder. */
  addressFile: z.string().min(1).optional(),
  /** Port of its SSH server. Default 22. */
  port: z.int().min(1).max(65535).default(22),
  /** Who logs in. Default root. */
  user: userName.default("root"),
  /** The node's public keys, plain or as lines of `known_hosts`. Any other key is refused. */
  hostKeys: z.array(z.string().min(1)).default([]),
  /** File of such keys, added to `hostKeys`. Lines about other machines are left out. */
  hostKeysFile: z.string().min(1).optional(),
  /** File of the private key that logs in; the secret `privateKey` is the alternative. */
  privateKeyFile: z.string().min(1).optional(),
  /** Log in with the keys of the agent at SSH_AUTH_SOCK. Default false. */
  agent: z.boolean().default(false),
  /** Work as root by `sudo -n`. Default: for every user but root. */
  sudo: z.boolean().optional(),
  /** Other nodes to go through, the first one first. Default none. */
  jumpHosts: z.array(z.string().min(1)).default([]),
  /** Folders that volumes are made in, by type of disk. Default none. */
  pools: z.strictObject({ hdd: folder.exactOptional(), ssd: folder.exactOptional() }).default({}),
  /** Address at which other nodes reach this one for WireGuard. Without it they are reached from it only. */
  publicAddress: z.string().refine(isAddress, "must be an IPv4 or IPv6 address").optional(),
});
export type NodeSettings = z.infer<typeof nodeSettings>;

/** `groundplan:nodesSecrets.<name>`. */
export const nodeSecrets = z.strictObject({
  /** Private key in PEM or OpenSSH form. */
  privateKey: z.string().min(1).optional(),
  /** Of the private key, wherever that is from. */
  passphrase: z.string().min(1).optional(),
});
export type NodeSecrets = z.infer<typeof nodeSecrets>;
