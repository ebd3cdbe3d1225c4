import { z } from "zod";
import { Failure } from "../../../model/shared/errors.js";
import type { Daemon } from "../../host/daemon.js";
import { HOLDER } from "../kubelet/holder.js";
import { waitUntil } from "../../host/wait.js";
import { writeIfChanged } from "../../state/files.js";
import { choosePorts } from "../../state/ports.js";
import { applyObject, clusterApi, type Api } from "../cluster/api.js";
import { writeKubeconfig } from "../cluster/kubeconfig.js";
import { clusterFolder, serverUrl } from "../cluster/paths.js";
import { ensurePki } from "../cluster/pki.js";
import { ensureTokens } from "../cluster/tokens.js";
import type { Lab } from "../lab.js";
import { needsLinux, type Profile } from "../profile.js";
import { kwokConfig } from "./stages.js";

const NODE = "fake1";
const MARK = "kwok.x-k8s.io/node";
/** Addresses of its pods, which nobody reaches: more than the node has room for, set aside for benchmarks by RFC 2544. */
const POD_RANGE = "198.18.0.0/15";
const READY_WITHIN_MS = 20_000;

/** A node that only exists as an object: its pods are reported as running and run nothing. */
export const kwok: Profile = {
  name: "kwok",
  summary: "a pretended node, where there is no real one",
  needs: ["cluster"],
  conflicts: [HOLDER],
  byDefault: ({ root }) => !root,
  missing: needsLinux,
  up,
};

async function up(lab: Lab): Promise<readonly string[]> {
  const { folder, supervisor, tools } = lab;
  const binary = await tools.tool("kwok");
  const ports = await choosePorts(
    folder,
    ["kwok"],
    new Set(supervisor.running("kwok") === undefined ? [] : ["kwok"]),
  );
  const pki = await ensurePki(clusterFolder(folder, "pki"));
  const kubeconfig = writeKubeconfig(clusterFolder(folder, "kwok.kubeconfig"), {
    server: serverUrl(folder),
    caCertFile: pki.caCert,
    user: "kwok",
    token: ensureTokens(clusterFolder(folder)).of.fakeNodes,
  });
  const config = writeIfChanged(clusterFolder(folder, "kwok.yaml"), kwokConfig());
  const started = await supervisor.ensure([daemon(binary, { kubeconfig, config, port: ports.kwok })]);
  if (started.length > 0) await ensureNode(await clusterApi(folder));
  return started;
}

function daemon(
  binary: string,
  {
    kubeconfig,
    config,
    port,
  }: { readonly kubeconfig: string; readonly config: string; readonly port: number },
): Daemon {
  const address = `127.0.0.1:${port}`;
  return {
    name: "kwok",
    binary,
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--config=${config}`,
      "--manage-all-nodes=false",
      `--cidr=${POD_RANGE}`,
      // Without a lease the node is taken for lost after 50 s, and its pods are never ready again.
      "--node-lease-duration-seconds=40",
      `--manage-nodes-with-annotation-selector=${MARK}=fake`,
      `--server-address=${address}`,
    ],
    probe: { type: "http", url: `http://${address}/healthz`, expect: [200] },
    readyWithinMs: 30_000,
    address: `http://${address}`,
    configFiles: [kubeconfig, config],
  };
}

const nodeObject = z.looseObject({
  status: z.looseObject({
    conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]),
  }),
});

async function ensureNode(api: Api): Promise<void> {
  const path = `/api/v1/nodes/${NODE}`;
  await applyObject(api, path, {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: NODE,
      annotations: { [MARK]: "fake" },
      labels: { "kubernetes.io/os": "linux", "kubernetes.io/hostname": NODE },
    },
  });
  const missing = await waitUntil(async () => {
    const { body } = await api("GET", path);
    const { conditions } = nodeObject.parse(body).status;
    return conditions.some(({ type, status }) => type === "Ready" && status === "True")
      ? undefined
      : "not Ready";
  }, READY_WITHIN_MS);
  if (missing !== undefined)
    throw new Failure({ what: `the node is ${missing} after ${READY_WITHIN_MS / 1000} s`, where: NODE });
}
