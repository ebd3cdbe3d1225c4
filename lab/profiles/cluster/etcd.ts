import type { Daemon } from "../../host/daemon.js";

/** The cluster's store: one member on loopback, without fsync, since a lab may be made again. */
export function etcd(
  binary: string,
  ports: { readonly client: number; readonly peer: number },
  data: string,
): Daemon {
  const client = `http://127.0.0.1:${ports.client}`;
  const peer = `http://127.0.0.1:${ports.peer}`;
  return {
    name: "etcd",
    binary,
    args: [
      `--data-dir=${data}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      "--unsafe-no-fsync=true",
      "--logger=zap",
      "--log-level=warn",
    ],
    probe: { type: "http", url: `${client}/health`, expect: [200] },
    readyWithinMs: 30_000,
    address: client,
  };
}
