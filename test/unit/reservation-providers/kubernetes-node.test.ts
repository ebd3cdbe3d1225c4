import { kubernetesNode, type KubernetesNodeInputs } from "../../../providers/reservation/kubernetes-node.js";
import {
  type KubernetesFound,
  kubernetesOnNode,
} from "../../../providers/reservation/kubernetes-node/on-node.js";
import { kubernetesParameters } from "../../../providers/reservation/kubernetes-node/parameters.js";
import { kubernetesNodeWorkload } from "../../../providers/reservation/kubernetes-node/workload.js";
import { plainFacts, silentNode } from "../../support/node-facts.js";

const GIB = 2 ** 30;
const inputs: KubernetesNodeInputs = kubernetesNode.inputs.parse({
  node: "node1",
  size: 2,
  clusterSecret: "secret",
  network: "123456789abcd",
  ip: "10.10.1.10",
  binary: { path: "/usr/local/bin/k3s" },
});
const found: KubernetesFound = {
  name: "kubernetes-1",
  service: "running",
  ready: true,
  trouble: "",
  binary: "/usr/local/bin/k3s",
  network: "123456789abcd",
  address: "10.10.1.10",
  secret: true,
  memory: 4 * GIB,
  quota: 200_000,
  kubeconfig: "server: https://127.0.0.1:6443",
};
const asFound = (change: Partial<KubernetesFound>, given = inputs) =>
  kubernetesOnNode.asFound({ ...found, ...change }, { inputs: given, outputs: {} });
const problems = (change: Partial<KubernetesNodeInputs>) =>
  (kubernetesNode.problems?.({ ...inputs, ...change }) ?? []).map(({ path }) => path);

describe("inputs", () => {
  it.each<[Partial<KubernetesNodeInputs>, readonly string[]]>([
    [{}, []],
    [{ size: 0 }, ["size"]],
    [{ size: 19 }, ["size"]],
    [{ size: -1 }, ["customSize"]],
    [{ size: -1, customSize: { cpu: 1, memory: 0.5, disk: 1 } }, []],
    [{ customSize: { cpu: 1, memory: 0.5, disk: 1 } }, ["customSize"]],
    [{ clusterSecret: "two words" }, ["clusterSecret"]],
    [{ clusterSecret: "" }, ["clusterSecret"]],
    [{ masterIps: ["10.10.1.9", "10.10.1.10"] }, ["masterIps[1]"]],
    [{ binary: undefined }, ["binary"]],
    [{ sshKeys: ["ssh-ed25519 AAAA me"] }, ["sshKeys"]],
    [{ sshKeys: ['command="id" ssh-ed25519 AAAA'] }, ["sshKeys[0]", "sshKeys"]],
    [{ publicIp: "publicip-1" }, ["publicIp"]],
    [{ explorer: "testnet" }, ["binary"]],
    [{ explorer: "testnet", binary: undefined, sshKeys: ["ssh-ed25519 AAAA me"], publicIp: "7" }, []],
  ])("%j have problems at %j", (change, paths) => {
    expect(problems(change)).toEqual(paths);
  });
});

describe("what is found of a Kubernetes node", () => {
  it("is what was wanted, with a configuration for others", () => {
    expect(asFound({})).toEqual({
      inputs,
      outputs: {
        endpoint: "https://10.10.1.10:6443",
        nodeName: "kubernetes-1",
        kubeconfig: "server: https://10.10.1.10:6443",
      },
      drift: [],
    });
  });

  it("leaves alone a configuration that leads elsewhere", () => {
    const kubeconfig = "server: https://127.0.0.1:46443";
    expect(asFound({ kubeconfig }).outputs).toMatchObject({ kubeconfig });
  });

  it("has no configuration of a worker, whose API is its first master's", () => {
    const worker = { ...inputs, masterIps: ["10.10.2.10", "10.10.3.10"] };
    const { outputs } = asFound({ kubeconfig: "" }, worker);
    expect(outputs).toMatchObject({ endpoint: "https://10.10.2.10:6443" });
    expect(outputs).not.toHaveProperty("kubeconfig");
  });

  it.each<[Partial<KubernetesFound>, readonly string[]]>([
    [{ service: "stopped", ready: false, memory: null, quota: null }, ["process: stopped"]],
    [{ ready: false, trouble: "its API does not answer" }, ["node: not ready, its API does not answer"]],
    [{ memory: GIB / 2 }, ["memory: limited to 512.00 MiB"]],
    [{ memory: null }, ["memory: not limited"]],
    [{ quota: 50_000 }, ["cpu: limited to 0.50 processors"]],
    [{ quota: -1 }, ["cpu: not limited"]],
    [{ secret: false }, ["clusterSecret, datastoreEndpoint: changed"]],
    [{ address: "" }, ["address: missing"]],
    [{ address: "10.10.1.66" }, ["address: 10.10.1.66"]],
  ])("shows %j", (change, drift) => {
    expect(asFound(change).drift).toEqual(drift);
  });

  it("shows another program and another network as inputs", () => {
    expect(asFound({ binary: "/opt/k3s", network: "x" }).inputs).toEqual({
      ...inputs,
      binary: { path: "/opt/k3s" },
      network: "x",
    });
  });
});

it("gives its script the size of the table, and the roles", () => {
  const parameters = (change: Partial<KubernetesNodeInputs>) =>
    kubernetesParameters({ ...inputs, ...change });
  expect(parameters({})).toMatchObject({
    role: "server",
    master: "",
    ingress: true,
    datastore: "",
    memory: 4 * GIB,
    quota: 200_000,
    patience: 810,
  });
  const worker = { masterIps: ["10.10.2.10"], disableDefaultIngress: true, timeouts: { create: 100 } };
  expect(parameters(worker)).toMatchObject({
    role: "agent",
    master: "10.10.2.10",
    ingress: false,
    patience: 90,
  });
  expect(parameters({ datastoreEndpoint: 'mysql://a:"b@c' })).toMatchObject({
    datastore: 'datastore-endpoint: "mysql://a:\\"b@c"\n',
  });
});

it("takes what upstream's nodes take, and needs control groups", () => {
  expect(kubernetesOnNode.use?.(inputs)).toEqual({ cru: 2, mru: 4 * GIB * 1.05, sru: 100 * GIB, hru: 0 });
  expect(kubernetesOnNode.lacks?.(inputs, plainFacts(), silentNode())).toEqual([]);
  expect(kubernetesOnNode.lacks?.(inputs, plainFacts({ cgroup: 0 }), silentNode())).toEqual([
    "has no control groups, which limit what a Kubernetes node takes",
  ]);
});

it("has a form of the model without its secrets", () => {
  const text = JSON.stringify(kubernetesNodeWorkload({ ...inputs, datastoreEndpoint: "mysql://a:canary@b" }));
  expect(text).not.toMatch(/secret|canary/);
  expect(kubernetesNodeWorkload(inputs)).toMatchObject({
    nodeId: "node1",
    size: 2,
    networkId: "123456789abcd",
    ipaddress: "10.10.1.10",
    clusterSecret: "",
    datastoreEndpoint: "",
  });
});
