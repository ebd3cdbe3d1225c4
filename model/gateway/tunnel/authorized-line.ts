/** What a key is good for at the gateway. */
export interface TunnelGrant {
  /** `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  /** Of the loopback address. */
  readonly httpPort: number | string;
  readonly tlsPort: number | string;
  /** Whose key it is. */
  readonly workloadId: string;
}

/**
 * The line of `authorized_keys` for a tunnel: its key may have two ports of the loopback address forwarded, and nothing
 * else. The command is for servers that would run one all the same; it does nothing.
 */
export function authorizedLine({ publicKey, httpPort, tlsPort, workloadId }: TunnelGrant): string {
  const options = [
    "restrict",
    "port-forwarding",
    ...[httpPort, tlsPort].map((port) => `permitlisten="127.0.0.1:${port}"`),
    'command="/bin/false"',
  ];
  return `${options.join(",")} ${publicKey} ${workloadId}`;
}
