import type { Daemon } from "../../host/daemon.js";
import { loopbackServer } from "./loopback-server.js";
import { SERVICE_RANGE, type Pki } from "./pki.js";

/** What an API server of the lab is started with. */
export interface ApiserverSettings {
  readonly port: number;
  readonly etcdPort: number;
  readonly pki: Pki;
  readonly tokenFile: string;
  readonly auditPolicy: string;
  readonly auditLog: string;
}

/**
 * The API server, on loopback only: the node reaches it through the lab's gateway. Webhooks and aggregated APIs
 * are called at their pods' addresses, since Service addresses do not exist on the host.
 */
export function apiserver(binary: string, settings: ApiserverSettings): Daemon {
  const { port, pki } = settings;
  return loopbackServer({
    name: "kube-apiserver",
    binary,
    port,
    pki,
    args: [
      `--etcd-servers=http://127.0.0.1:${settings.etcdPort}`,
      "--advertise-address=127.0.0.1",
      "--endpoint-reconciler-type=none",
      `--client-ca-file=${pki.caCert}`,
      `--token-auth-file=${settings.tokenFile}`,
      "--authorization-mode=Node,RBAC",
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${pki.accountPublicKey}`,
      `--service-account-signing-key-file=${pki.accountKey}`,
      `--kubelet-client-certificate=${pki.clientCert}`,
      `--kubelet-client-key=${pki.clientKey}`,
      "--kubelet-preferred-address-types=InternalIP",
      "--enable-aggregator-routing=true",
      "--allow-privileged=true",
      `--audit-policy-file=${settings.auditPolicy}`,
      `--audit-log-path=${settings.auditLog}`,
      "--audit-log-maxbackup=1",
    ],
    healthPath: "/readyz",
    readyWithinMs: 90_000,
    configFiles: [settings.tokenFile, settings.auditPolicy],
  });
}
