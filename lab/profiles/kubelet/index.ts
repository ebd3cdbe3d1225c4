import path from "node:path";
import { Failure } from "../../../model/shared/errors.js";
import { cgroupParent, makeCgroups } from "../../host/cgroups.js";
import { clearNodeRemains } from "../../host/node-remains.js";
import type { NodeSubnet } from "../../host/subnets.js";
import { writeIfChanged } from "../../state/files.js";
import { readPorts } from "../../state/ports.js";
import { clusterFolder } from "../cluster/paths.js";
import { writeKubeconfig } from "../cluster/kubeconfig.js";
import { ensurePki, SERVER_NAME } from "../cluster/pki.js";
import { ensureTokens } from "../cluster/tokens.js";
import type { Lab } from "../lab.js";
import { needsLinux, type HostFacts, type Profile } from "../profile.js";
import { REGISTRY_HOST, registryAccess } from "../registry/access.js";
import { PAUSE } from "../registry/images/system-images.js";
import { publishApiserver } from "./cluster-entry.js";
import { containerd, containerdConfig } from "./containerd.js";
import { gateway } from "./gateway.js";
import { HOLDER, holder } from "./holder.js";
import { kubelet, kubeletConfig } from "./kubelet.js";
import { kubeProxy, kubeProxyConfig } from "./kube-proxy.js";
import { joinNetwork, nodeAddresses } from "./network.js";
import { nodeFolder } from "./paths.js";
import { podNetwork } from "./pod-network.js";
import { writePullConfig } from "./pull-config.js";
import { awaitNodeReady } from "./readiness.js";

const NODE_DAEMONS = [HOLDER, "containerd", "kubelet", "kube-proxy"];

// Without any server, pods would be given the host's; one that refuses at once is better than one far away.
const NO_NAME_SERVER = "# The lab has no name server.\nnameserver 127.0.0.1\n";

/** One real node: containerd, kubelet and kube-proxy in mount and network namespaces of their own. */
export const node: Profile = {
  name: "kubelet",
  summary: "a real node: containerd, kubelet, kube-proxy",
  needs: ["cluster", "registry"],
  conflicts: ["kwok"],
  byDefault: ({ root }) => root,
  missing: (host) => needsLinux(host) ?? needsRoot(host),
  up,
};

function needsRoot({ root }: HostFacts): string | undefined {
  return root ? undefined : "needs root, for namespaces, mounts and cgroups";
}

async function up(lab: Lab): Promise<readonly string[]> {
  const { folder, supervisor, tools } = lab;
  const [root, kubeletBinary, proxyBinary] = await Promise.all([
    tools.debianRoot("containers"),
    tools.tool("kubelet"),
    tools.tool("kube-proxy"),
  ]);
  const began = new Date();
  if (supervisor.running(HOLDER) === undefined) await clearNodeRemains(folder, NODE_DAEMONS);
  const subnet = await nodeAddresses(folder, supervisor.running(HOLDER) !== undefined);
  const ports = hostPorts(lab);
  const files = await writeNodeFiles(lab, { subnet, root, ports });
  makeCgroups(folder.id);

  const started = [...(await supervisor.ensure([holder(folder.root)]))];
  const holding = supervisor.running(HOLDER);
  if (holding === undefined)
    throw new Failure({ what: "the process that holds the node's namespaces ended", where: HOLDER });
  await joinNetwork(folder, holding, subnet);
  started.push(
    ...(await supervisor.ensure([
      gateway(subnet.host, [ports.apiserver, ports.registry]),
      containerd(root, files.containerd),
    ])),
  );
  if (started.length > 0) await publishApiserver(folder, subnet.host, ports.apiserver);
  started.push(
    ...(await supervisor.ensure([
      kubelet(kubeletBinary, {
        config: files.kubelet,
        kubeconfig: files.nodeKubeconfig,
        nodeAddress: subnet.node,
      }),
      kubeProxy(proxyBinary, root, subnet.node, files.proxy),
    ])),
  );
  if (started.length > 0) {
    lab.report.status("waiting for the node");
    await awaitNodeReady(folder, started.includes("kubelet") ? began : new Date(0));
  }
  return started;
}

interface HostPorts {
  readonly apiserver: number;
  readonly registry: number;
}

function hostPorts({ folder }: Lab): HostPorts {
  const { "kube-apiserver": apiserver, registry } = readPorts(folder);
  if (apiserver === undefined || registry === undefined) {
    throw new Failure({
      what: "the node needs a cluster and a registry",
      where: folder.root,
      next: "Start them first",
    });
  }
  return { apiserver, registry };
}

interface NodeFiles {
  readonly containerd: string;
  readonly kubelet: string;
  readonly proxy: string;
  readonly nodeKubeconfig: string;
}

async function writeNodeFiles(
  { folder }: Lab,
  { subnet, root, ports }: { readonly subnet: NodeSubnet; readonly root: string; readonly ports: HostPorts },
): Promise<NodeFiles> {
  const file = (...parts: string[]): string => nodeFolder(folder, ...parts);
  const pki = await ensurePki(clusterFolder(folder, "pki"));
  const tokens = ensureTokens(clusterFolder(folder));
  const kubeconfig = (name: string, token: string): string =>
    writeKubeconfig(file(`${name}.kubeconfig`), {
      server: `https://${subnet.host}:${ports.apiserver}`,
      caCertFile: pki.caCert,
      serverName: SERVER_NAME,
      user: name,
      token,
    });
  const containerdText = containerdConfig({
    root,
    networkFolder: path.dirname(writeIfChanged(file("network.d", "lab.conflist"), podNetwork(subnet))),
    registryFolder: file("registries"),
    pauseImage: `${REGISTRY_HOST}/${PAUSE.repository}:${PAUSE.tag}`,
  });
  writePullConfig(file("registries"), `http://${subnet.host}:${ports.registry}`, registryAccess(folder));
  const kubeletText = kubeletConfig({
    nodeAddress: subnet.node,
    certificateAuthority: pki.caCert,
    cgroupParent: cgroupParent(folder.id),
    resolvConf: writeIfChanged(file("resolv.conf"), NO_NAME_SERVER),
  });
  return {
    containerd: writeIfChanged(file("containerd.toml"), containerdText),
    kubelet: writeIfChanged(file("kubelet.yaml"), kubeletText),
    proxy: writeIfChanged(
      file("kube-proxy.yaml"),
      kubeProxyConfig(subnet, kubeconfig("kube-proxy", tokens.of.proxy)),
    ),
    nodeKubeconfig: kubeconfig("node", tokens.of.node),
  };
}
