import type { Daemon } from "../../host/daemon.js";
import type { Pki } from "./pki.js";

/** What tells one server of the control plane from another. */
export interface LoopbackServer {
  readonly name: string;
  readonly binary: string;
  readonly port: number;
  readonly pki: Pki;
  /** What it is told besides where and with which certificate it serves. */
  readonly args: readonly string[];
  readonly healthPath: `/${string}`;
  readonly readyWithinMs: number;
  /** Files besides the certificate whose change asks for a restart. */
  readonly configFiles: readonly string[];
}

/** A server of the control plane: on loopback only, with the lab's certificate, without profiling. */
export function loopbackServer(server: LoopbackServer): Daemon {
  const { name, binary, port, pki, args, healthPath, readyWithinMs, configFiles } = server;
  const address = `https://127.0.0.1:${port}`;
  return {
    name,
    binary,
    args: [
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      `--tls-cert-file=${pki.serverCert}`,
      `--tls-private-key-file=${pki.serverKey}`,
      "--profiling=false",
      ...args,
    ],
    probe: {
      type: "http",
      url: `${address}${healthPath}`,
      expect: [200],
      certificateAuthority: pki.caCert,
    },
    readyWithinMs,
    address,
    configFiles: [...configFiles, pki.serverCert],
  };
}
