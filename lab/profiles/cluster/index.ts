import { Failure } from "../../../model/shared/errors.js";
import { waitUntil } from "../../host/wait.js";
import { writeIfChanged } from "../../state/files.js";
import { labFiles } from "../../state/folder.js";
import { choosePorts } from "../../state/ports.js";
import type { Lab } from "../lab.js";
import { needsLinux, type Profile } from "../profile.js";
import { clusterApi } from "./api.js";
import { apiserver } from "./apiserver.js";
import { AUDIT_POLICY } from "./audit-policy.js";
import { controllerManager } from "./controller-manager.js";
import { etcd } from "./etcd.js";
import { writeKubeconfig } from "./kubeconfig.js";
import { clusterFolder } from "./paths.js";
import { ensurePki } from "./pki.js";
import { scheduler } from "./scheduler.js";
import { ensureTokens } from "./tokens.js";

const PORTS = ["etcd", "etcd-peer", "kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;
const USABLE_WITHIN_MS = 30_000;

/** A control plane on loopback: store, API server, controllers, scheduler. */
export const cluster: Profile = {
  name: "cluster",
  summary: "a Kubernetes control plane: etcd, API server, controller manager, scheduler",
  needs: [],
  conflicts: [],
  byDefault: () => true,
  missing: needsLinux,
  up,
};

async function up(lab: Lab): Promise<readonly string[]> {
  const { folder, supervisor, tools } = lab;
  const inUse = new Set(
    PORTS.filter((name) => supervisor.running(name === "etcd-peer" ? "etcd" : name) !== undefined),
  );
  const [ports, pki, etcdBinary, apiserverBinary, controllerBinary, schedulerBinary] = await Promise.all([
    choosePorts(folder, PORTS, inUse),
    ensurePki(clusterFolder(folder, "pki")),
    tools.tool("etcd"),
    tools.tool("kube-apiserver"),
    tools.tool("kube-controller-manager"),
    tools.tool("kube-scheduler"),
  ]);
  const tokens = ensureTokens(clusterFolder(folder));
  const server = `https://127.0.0.1:${ports["kube-apiserver"]}`;
  const files = labFiles(folder);
  const kubeconfig = (file: string, user: string, token: string): string =>
    writeKubeconfig(file, { server, caCertFile: pki.caCert, user, token });
  kubeconfig(files.kubeconfig, "lab-admin", tokens.of.admin);
  const controllerConfig = kubeconfig(
    clusterFolder(folder, "controller-manager.kubeconfig"),
    "controller-manager",
    tokens.of.controllerManager,
  );
  const schedulerConfig = kubeconfig(
    clusterFolder(folder, "scheduler.kubeconfig"),
    "scheduler",
    tokens.of.scheduler,
  );
  const store = etcd(
    etcdBinary,
    { client: ports.etcd, peer: ports["etcd-peer"] },
    clusterFolder(folder, "etcd"),
  );
  const api = apiserver(apiserverBinary, {
    port: ports["kube-apiserver"],
    etcdPort: ports.etcd,
    pki,
    tokenFile: tokens.file,
    auditPolicy: writeIfChanged(clusterFolder(folder, "audit-policy.yaml"), AUDIT_POLICY),
    auditLog: files.audit,
  });
  const started = [
    ...(await supervisor.ensure([store, api])),
    ...(await supervisor.ensure([
      controllerManager(controllerBinary, {
        port: ports["kube-controller-manager"],
        kubeconfig: controllerConfig,
        pki,
        volumePlugins: clusterFolder(folder, "volume-plugins"),
      }),
      scheduler(schedulerBinary, {
        port: ports["kube-scheduler"],
        kubeconfig: schedulerConfig,
        pki,
      }),
    ])),
  ];
  if (started.length > 0) await awaitUsable(lab);
  return started;
}

/** Pods are refused until the controllers have made their namespace's service account. */
async function awaitUsable({ folder, report }: Lab): Promise<void> {
  report.status("waiting for the cluster's first service account");
  const api = await clusterApi(folder);
  const missing = await waitUntil(async () => {
    const { status } = await api("GET", "/api/v1/namespaces/default/serviceaccounts/default");
    return status === 200 ? undefined : `the API server answers ${status}`;
  }, USABLE_WITHIN_MS);
  if (missing !== undefined) {
    throw new Failure({
      what: `there is no default service account after ${USABLE_WITHIN_MS / 1000} s: ${missing}`,
      where: "cluster",
      next: `See ${folder.root}/logs/kube-controller-manager.log`,
    });
  }
}
