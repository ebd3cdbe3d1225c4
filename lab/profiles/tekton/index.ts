import { clusterApi } from "../cluster/api.js";
import { writeKubeconfig } from "../cluster/kubeconfig.js";
import { clusterFolder, serverUrl } from "../cluster/paths.js";
import { ensurePki, SERVER_NAME } from "../cluster/pki.js";
import { ensureTokens } from "../cluster/tokens.js";
import { node } from "../kubelet/index.js";
import { nodeAddresses } from "../kubelet/network.js";
import type { Lab } from "../lab.js";
import type { Profile } from "../profile.js";
import { isPrepared, prepareCluster } from "./cluster-objects.js";
import { tektonController } from "./controller.js";
import { ensureImages } from "./images.js";
import { tektonFolder } from "./paths.js";

/** Tekton Pipelines. Nothing completes or judges objects when they are written: its webhook is not registered. */
export const tekton: Profile = {
  name: "tekton",
  summary: "pipelines: Tekton's controller",
  needs: ["kubelet"],
  conflicts: [],
  byDefault: node.byDefault,
  missing: node.missing,
  up,
};

async function up(lab: Lab): Promise<readonly string[]> {
  const { folder, supervisor, tools, report } = lab;
  const controller = await tools.tool("tekton-controller");
  await ensureImages(lab);
  const api = await clusterApi(folder);
  if (!(await isPrepared(api, controller))) {
    report.status("applying the definitions of Tekton");
    await prepareCluster(api, controller);
  }
  const subnet = await nodeAddresses(folder, true);
  const { port } = new URL(serverUrl(folder));
  const pki = await ensurePki(clusterFolder(folder, "pki"));
  const kubeconfig = writeKubeconfig(tektonFolder(folder, "kubeconfig"), {
    server: `https://${subnet.host}:${port}`,
    caCertFile: pki.caCert,
    serverName: SERVER_NAME,
    user: "tekton-pipelines-controller",
    token: ensureTokens(clusterFolder(folder)).of.pipelines,
  });
  return supervisor.ensure([tektonController(controller, { kubeconfig, nodeAddress: subnet.node })]);
}
