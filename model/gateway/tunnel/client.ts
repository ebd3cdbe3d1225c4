/** User of the gateway that tunnels log in as; it can do nothing else there. */
export const TUNNEL_USER = "groundplan-tunnel";

/** Seconds between signs of life, and how many may stay without an answer. */
const ALIVE = { interval: 5, most: 3 };
/** Seconds until a tunnel that ended is tried again. */
const RETRY_S = 2;

/** One end of a tunnel's ports and the other. */
export interface TunnelWay {
  readonly workloadId: string;
  readonly domain: string;
  /** Address or host name that the client dials. */
  readonly address: string;
  readonly port: number;
  /** What the gateway shows: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  /** Ports of the gateway's loopback address, and those of the client's that they lead to. */
  readonly http: { readonly remote: number; readonly local: number };
  readonly tls: { readonly remote: number; readonly local: number };
}

/** Folder of the client that has the tunnel's files, `key` and `known_hosts`. */
export function tunnelFolder(workloadId: string): string {
  return `/etc/groundplan-tunnel/${workloadId}`;
}

/** The command that keeps a tunnel open until it breaks. It takes nothing from the settings of who runs it. */
export function tunnelCommand({ workloadId, address, port, http, tls }: TunnelWay): string {
  const folder = tunnelFolder(workloadId);
  const options = [
    "BatchMode=yes",
    "IdentitiesOnly=yes",
    `UserKnownHostsFile=${folder}/known_hosts`,
    "GlobalKnownHostsFile=none",
    "StrictHostKeyChecking=yes",
    "ExitOnForwardFailure=yes",
    "ConnectTimeout=15",
    `ServerAliveInterval=${ALIVE.interval}`,
    `ServerAliveCountMax=${ALIVE.most}`,
  ];
  const forwards = [http, tls].map(({ remote, local }) => `-R 127.0.0.1:${remote}:127.0.0.1:${local}`);
  return [
    `ssh -F none -N -T -p ${port} -i ${folder}/key`,
    ...options.map((option) => `-o ${option}`),
    ...forwards,
    `${TUNNEL_USER}@${address}`,
  ].join(" ");
}

/** The line of `known_hosts` by which the client knows the gateway. */
export function knownHostsLine({ address, port, hostKey }: TunnelWay): string {
  return `${port === 22 ? address : `[${address}]:${port}`} ${hostKey}\n`;
}

/** A systemd unit that keeps the tunnel open whatever happens. */
export function tunnelUnit(way: TunnelWay): string {
  return `[Unit]
Description=Tunnel of ${way.domain} to its gateway
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart=/usr/bin/${tunnelCommand(way)}
Restart=always
RestartSec=${RETRY_S}

[Install]
WantedBy=multi-user.target
`;
}
