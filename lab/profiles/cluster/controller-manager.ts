import type { Daemon } from "../../host/daemon.js";
import { loopbackServer } from "./loopback-server.js";
import type { Pki } from "./pki.js";

/** What a controller manager of the lab is started with. */
export interface ControllerManagerSettings {
  readonly port: number;
  readonly kubeconfig: string;
  readonly pki: Pki;
  readonly volumePlugins: string;
}

/** The controllers, garbage collection and service accounts among them. */
export function controllerManager(binary: string, settings: ControllerManagerSettings): Daemon {
  const { port, kubeconfig, pki, volumePlugins } = settings;
  return loopbackServer({
    name: "kube-controller-manager",
    binary,
    port,
    pki,
    args: [
      `--kubeconfig=${kubeconfig}`,
      "--leader-elect=false",
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${pki.accountKey}`,
      `--root-ca-file=${pki.caCert}`,
      `--cluster-signing-cert-file=${pki.caCert}`,
      `--cluster-signing-key-file=${pki.caKey}`,
      // It makes this folder, by default below /usr/libexec.
      `--flex-volume-plugin-dir=${volumePlugins}`,
      // With the default of 20 requests a second its start alone takes 5 s.
      "--kube-api-qps=500",
      "--kube-api-burst=1000",
    ],
    healthPath: "/healthz",
    readyWithinMs: 60_000,
    configFiles: [kubeconfig],
  });
}
