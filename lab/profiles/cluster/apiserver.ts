import type { Daemon } from "../../host/daemon.js";
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
  const address = `https://127.0.0.1:${port}`;
  return {
    name: "kube-apiserver",
    binary,
    args: [
      `--etcd-servers=http://127.0.0.1:${settings.etcdPort}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      "--advertise-address=127.0.0.1",
      "--endpoint-reconciler-type=none",
      `--tls-cert-file=${pki.serverCert}`,
      `--tls-private-key-file=${pki.serverKey}`,
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
      "--profiling=false",
    ],
    probe: { type: "http", url: `${address}/readyz`, expect: [200], certificateAuthority: pki.caCert },
    readyWithinMs: 90_000,
    address,
    configFiles: [settings.tokenFile, settings.auditPolicy, pki.serverCert],
  };
}
