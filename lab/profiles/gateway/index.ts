import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../../model/shared/errors.js";
import { rotateLog } from "../../host/log-tail.js";
import type { ProcessIdentity } from "../../host/processes.js";
import type { NodeSubnet } from "../../host/subnets.js";
import { writeIfChanged } from "../../state/files.js";
import { labFiles } from "../../state/folder.js";
import { clusterApi } from "../cluster/api.js";
import { writeKubeconfig } from "../cluster/kubeconfig.js";
import { clusterFolder, serverUrl } from "../cluster/paths.js";
import { ensurePki, SERVER_NAME } from "../cluster/pki.js";
import { ensureTokens } from "../cluster/tokens.js";
import { HOLDER } from "../kubelet/holder.js";
import { node } from "../kubelet/index.js";
import { nodeAddresses } from "../kubelet/network.js";
import type { Lab } from "../lab.js";
import type { Profile } from "../profile.js";
import { registryAccess } from "../registry/access.js";
import { ensureCertificates } from "./certificates.js";
import { applyClass, isPrepared, prepareCluster } from "./cluster-objects.js";
import { ensureEchoImages } from "./echo-image.js";
import { EDGE, edge } from "./edge.js";
import { ensureEnvoy } from "./envoy.js";
import { ENVOY_VERSION, envoyGateway, envoyGatewayConfig } from "./envoy-gateway.js";
import { joinEdge } from "./network.js";
import { gatewayFolder } from "./paths.js";
import { prometheus, prometheusConfig, prometheusUrl } from "./prometheus.js";

/** The Gateway API by Envoy Gateway, in namespaces of its own, and Prometheus, which watches Envoy. */
export const gateway: Profile = {
  name: "gateway",
  summary: "the Gateway API: Envoy Gateway, Envoy, Prometheus",
  needs: ["kubelet"],
  conflicts: [],
  byDefault: node.byDefault,
  missing: node.missing,
  up,
};

async function up(lab: Lab): Promise<readonly string[]> {
  const { folder, supervisor, tools, report } = lab;
  const controller = await tools.tool("envoy-gateway");
  const envoy = await tools.tool("envoy");
  const echo = await tools.tool("grpc-echo");
  const monitoringRoot = await tools.debianRoot("monitoring");

  const subnet = await nodeAddresses(folder, true);
  const files = await writeFiles(lab, subnet, envoy);
  await ensureCertificates(folder, controller);
  const started = [...(await supervisor.ensure([edge(folder.root)]))];
  await joinEdge(folder, { node: holding(lab, HOLDER), edge: holding(lab, EDGE) }, subnet);

  const api = await clusterApi(folder);
  if (!(await isPrepared(api, controller))) {
    report.status("applying the definitions of the Gateway API");
    await prepareCluster(folder, api, controller);
  }
  if (supervisor.running("envoy-gateway") === undefined) rotateLog(labFiles(folder).accessLog);
  const daemon = envoyGateway(controller, {
    config: files.controller,
    kubeconfig: files.kubeconfig,
    address: subnet.edge,
  });
  started.push(
    ...(await supervisor.ensure([daemon, prometheus(monitoringRoot, files.prometheus, subnet.edge)])),
  );
  await applyClass(api);
  started.push(...(await ensureEnvoy(lab, api, daemon, subnet.edge)));
  await ensureEchoImages(registryAccess(folder), echo);
  writeIfChanged(labFiles(folder).gatewayAddress, `${subnet.edge}\n`);
  writeIfChanged(labFiles(folder).prometheusUrl, `${prometheusUrl(subnet.edge)}\n`);
  return started;
}

function holding({ supervisor }: Lab, name: string): ProcessIdentity {
  const process = supervisor.running(name);
  if (process !== undefined) return process;
  throw new Failure({
    what: "the process that holds the namespaces ended",
    where: name,
    next: "Run it again",
  });
}

interface GatewayFiles {
  readonly controller: string;
  readonly kubeconfig: string;
  readonly prometheus: string;
}

async function writeFiles({ folder }: Lab, subnet: NodeSubnet, envoy: string): Promise<GatewayFiles> {
  const file = (...parts: string[]): string => gatewayFolder(folder, ...parts);
  const { port } = new URL(serverUrl(folder));
  const pki = await ensurePki(clusterFolder(folder, "pki"));
  // Keys are in it, and their maker leaves them readable for all.
  mkdirSync(file("config"), { recursive: true, mode: 0o700 });
  const bin = file("data", "envoy-versions", ENVOY_VERSION, "bin");
  mkdirSync(bin, { recursive: true });
  rmSync(path.join(bin, "envoy"), { force: true });
  symlinkSync(envoy, path.join(bin, "envoy"));
  return {
    controller: writeIfChanged(
      file("envoy-gateway.yaml"),
      envoyGatewayConfig({
        config: file("config"),
        data: file("data"),
        accessLog: labFiles(folder).accessLog,
      }),
    ),
    kubeconfig: writeKubeconfig(file("kubeconfig"), {
      server: `https://${subnet.host}:${port}`,
      caCertFile: pki.caCert,
      serverName: SERVER_NAME,
      user: "envoy-gateway",
      token: ensureTokens(clusterFolder(folder)).of.gateway,
    }),
    prometheus: writeIfChanged(file("prometheus.yaml"), prometheusConfig()),
  };
}
