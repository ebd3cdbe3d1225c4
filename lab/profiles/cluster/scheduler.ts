import type { Daemon } from "../../host/daemon.js";
import type { Pki } from "./pki.js";

/** Gives pods their node. */
export function scheduler(binary: string, port: number, kubeconfig: string, pki: Pki): Daemon {
  const address = `https://127.0.0.1:${port}`;
  return {
    name: "kube-scheduler",
    binary,
    args: [
      `--kubeconfig=${kubeconfig}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      `--tls-cert-file=${pki.serverCert}`,
      `--tls-private-key-file=${pki.serverKey}`,
      "--leader-elect=false",
      "--profiling=false",
    ],
    probe: { type: "http", url: `${address}/healthz`, expect: [200], certificateAuthority: pki.caCert },
    readyWithinMs: 60_000,
    address,
    configFiles: [kubeconfig, pki.serverCert],
  };
}
