import type { Daemon } from "../../host/daemon.js";
import type { Pki } from "./pki.js";

/** The controllers, garbage collection and service accounts among them. */
export function controllerManager(
  binary: string,
  settings: {
    readonly port: number;
    readonly kubeconfig: string;
    readonly pki: Pki;
    readonly volumePlugins: string;
  },
): Daemon {
  const { port, kubeconfig, pki, volumePlugins } = settings;
  const address = `https://127.0.0.1:${port}`;
  return {
    name: "kube-controller-manager",
    binary,
    args: [
      `--kubeconfig=${kubeconfig}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      `--tls-cert-file=${pki.serverCert}`,
      `--tls-private-key-file=${pki.serverKey}`,
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${pki.accountKey}`,
      `--root-ca-file=${pki.caCert}`,
      `--cluster-signing-cert-file=${pki.caCert}`,
      `--cluster-signing-key-file=${pki.caKey}`,
      // It makes this folder, by default below /usr/libexec.
      `--flex-volume-plugin-dir=${volumePlugins}`,
      "--leader-elect=false",
      // With the default of 20 requests a second its start alone takes 5 s.
      "--kube-api-qps=500",
      "--kube-api-burst=1000",
      "--profiling=false",
    ],
    probe: { type: "http", url: `${address}/healthz`, expect: [200], certificateAuthority: pki.caCert },
    readyWithinMs: 60_000,
    address,
    configFiles: [kubeconfig, pki.serverCert],
  };
}
