import type * as pulumi from "@pulumi/pulumi";
import { Network } from "../../../components/reservation/network.js";
import type { NetworkArgs } from "../../../components/reservation/network-args.js";
import { declared, type Declared } from "../imagehub/declared.js";

const KEY_TYPE = "pulumi-nodejs:dynamic/reservation:NetworkKey";
const PART_TYPE = "pulumi-nodejs:dynamic/reservation:NetworkResource";
const CLIENT_TYPE = "pulumi-nodejs:dynamic/reservation:NetworkClient";
const NODE_KEY = `${"A".repeat(42)}E=`;
const CLIENT_KEY = `${"A".repeat(42)}I=`;

const args: NetworkArgs = {
  range: "10.10.0.0/16",
  nodes: ["node1", "node2", "node3"],
  endpoints: { node1: "203.0.113.7", node2: "vpn.example.com", node3: undefined },
};

async function networkOf(
  given: NetworkArgs,
  name = "net",
  opts?: pulumi.ComponentResourceOptions,
): Promise<{ readonly resources: Declared[]; readonly network: Network }> {
  let network: Network | undefined;
  const resources = await declared(() => (network = new Network(name, given, opts)), {
    outputs: {
      [KEY_TYPE]: { workloadId: "networkkey-X", publicKey: NODE_KEY },
      [PART_TYPE]: { networkId: "X" },
      [CLIENT_TYPE]: { ownKey: CLIENT_KEY, configuration: "[Interface]" },
    },
  });
  if (network === undefined) throw new Error("there is no network");
  return { resources, network };
}

/** Inputs of one resource. */
function inputsOf(resources: readonly Declared[], type: string, name: string): Record<string, unknown> {
  const found = resources.find((one) => one.type === type && one.name === name);
  if (found === undefined) throw new Error(`no ${name} was declared`);
  return found.inputs;
}

test("a network is a key and a part a node, with the tunnels between them", async () => {
  const { resources, network } = await networkOf({
    ...args,
    nodes: { node1: { listenPort: 5001 }, node2: { listenPort: 5002 }, node3: {} },
  });
  const order = ({ type, name }: Declared): string =>
    `${type.startsWith("groundplan") ? 0 : 1} ${type} ${name}`;
  const sorted = [...resources].sort((one, other) => (order(one) < order(other) ? -1 : 1));
  expect(sorted.map(({ type, name, parent }) => [type, name, parent])).toEqual([
    ["groundplan:reservation:Network", "net", expect.stringContaining("pulumi:pulumi:Stack::")],
    ...[KEY_TYPE, PART_TYPE].flatMap((type) =>
      ["node1", "node2", "node3"].map((node) => [type, `net-${node}`, "groundplan:reservation:Network::net"]),
    ),
  ]);
  expect(inputsOf(resources, PART_TYPE, "net-node3")).toMatchObject({
    node: "node3",
    name: "net",
    networkRange: "10.10.0.0/16",
    range: "10.10.3.0/24",
    key: "networkkey-X",
    peers: [
      {
        publicKey: NODE_KEY,
        endpoint: "203.0.113.7:5001",
        range: "10.10.1.0/24",
        allowedRanges: ["10.10.1.0/24", "100.64.10.1/32"],
      },
      {
        publicKey: NODE_KEY,
        endpoint: "vpn.example.com:5002",
        range: "10.10.2.0/24",
        allowedRanges: ["10.10.2.0/24", "100.64.10.2/32"],
      },
    ],
  });
  expect(network.subnets).toEqual({ node1: "10.10.1.0/24", node2: "10.10.2.0/24", node3: "10.10.3.0/24" });
  expect(network.gateways).toEqual({ node1: "10.10.1.1", node2: "10.10.2.1", node3: "10.10.3.1" });
});

test("ports follow from the stack and the names, so that every preview has the same", async () => {
  const ports = async (name: string, installation = "abc123") => {
    let network: Network | undefined;
    await declared(() => (network = new Network(name, args)), {
      config: { "groundplan:installation": installation },
    });
    return network?.listenPorts;
  };
  const first = await ports("net");
  expect(await ports("net")).toEqual(first);
  expect(await ports("other")).not.toEqual(first);
  expect(await ports("net", "def456")).not.toEqual(first);
  for (const port of Object.values(first ?? {})) expect(port >= 1000 && port <= 9000).toBe(true);
});

test("a node more at the end leaves subnets and ports of the others alone", async () => {
  const before = await networkOf(args);
  const { network } = await networkOf({
    ...args,
    nodes: [...(args.nodes as string[]), "node4"],
    endpoints: { ...args.endpoints, node4: "203.0.113.9" },
  });
  expect(network.subnets).toEqual({ ...before.network.subnets, node4: "10.10.4.0/24" });
  expect(network.listenPorts).toMatchObject(before.network.listenPorts);
});

test("a machine outside is a peer of the node that it calls, and others reach it by that node", async () => {
  const { resources, network } = await networkOf({ ...args, clients: { laptop: { via: "node2" } } });
  const laptop = ["10.10.4.0/24", "100.64.10.4/32"];
  expect(inputsOf(resources, CLIENT_TYPE, "net-laptop")).toMatchObject({
    name: "laptop",
    subnet: "10.10.4.0/24",
    address: "100.64.10.4/32",
    peer: {
      publicKey: NODE_KEY,
      endpoint: `vpn.example.com:${network.listenPorts["node2"] ?? ""}`,
      allowedRanges: ["10.10.0.0/16", "100.64.0.0/16"],
    },
  });
  expect(inputsOf(resources, PART_TYPE, "net-node2")["peers"]).toContainEqual({
    publicKey: CLIENT_KEY,
    endpoint: "",
    range: "10.10.4.0/24",
    allowedRanges: laptop,
  });
  const [first, second] = inputsOf(resources, PART_TYPE, "net-node1")["peers"] as {
    readonly allowedRanges: string[];
  }[];
  expect(first?.allowedRanges).toEqual(expect.arrayContaining(laptop));
  expect(second?.allowedRanges).not.toEqual(expect.arrayContaining(laptop));
  expect(Object.keys(network.configurations)).toEqual(["laptop"]);
});

test("what all parts are told reaches them; nobody signs for keys", async () => {
  const reservation = { id: "42", member: "ab".repeat(32) };
  const { resources } = await networkOf({
    ...args,
    networkName: "inner",
    description: "for the shop",
    onUnreachable: "abandon",
    reservation,
  });
  expect(inputsOf(resources, PART_TYPE, "net-node1")).toMatchObject({
    name: "inner",
    description: "for the shop",
    onUnreachable: "abandon",
    reservation,
  });
  expect(inputsOf(resources, KEY_TYPE, "net-node1")).toMatchObject({
    name: "inner",
    onUnreachable: "abandon",
  });
  expect(inputsOf(resources, KEY_TYPE, "net-node1")).not.toHaveProperty("reservation");
});

test("all faults are told at once, before anything is declared", async () => {
  const wrong = {
    ...args,
    nodes: { node1: { subnet: "10.11.0.0/24" }, node2: {} },
    clients: { laptop: { via: "node9" } },
  };
  const resources = await declared(() => {
    expect(() => new Network("net", wrong)).toThrow(
      /Network net cannot be declared:\n.*subnet "10.11.0.0\/24" of "node1" is no part of 10.10.0.0\/16\n.*client "laptop" needs node node9 of the network that has an endpoint/,
    );
  });
  expect(resources).toEqual([]);
});
