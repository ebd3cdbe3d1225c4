import { createPrivateKey, createPublicKey } from "node:crypto";
import fc from "fast-check";
import { clientConfiguration } from "../../../model/reservation/network/client-configuration.js";
import {
  ipv6SuffixOf,
  macOf,
  overlayAddress,
  privateIpv6,
} from "../../../model/reservation/network/derived-addresses.js";
import { networkNames } from "../../../model/reservation/network/network-names.js";
import {
  planNetwork,
  type NetworkDeclaration,
  type NetworkNode,
  type NetworkPlan,
} from "../../../model/reservation/network/network-plan.js";
import { wireguardKeys, wireguardPublicKey } from "../../../model/reservation/network/wireguard-keys.js";
import { parseIp } from "../../../model/reservation/scalars/ip-address.js";
import { parseRange, rangeHolds, rangesOverlap } from "../../../model/reservation/scalars/ip-range.js";
import { networkProblems } from "../../../model/reservation/rules/network-members.js";
import { networkResourceProblems } from "../../../model/reservation/rules/network-resource-rules.js";
import { networkResourceSchema } from "../../../model/reservation/types/index.js";

describe("names and addresses that follow from ids", () => {
  it.each([
    ["1234", "net-prod", "9VoLbLwHJGghq"],
    ["1", "network1", "RwGYRRP718f6Y"],
    ["7", "mynet", "M3a37M4xBgHgV"],
  ])("network %s %s", (tid, name, id) => {
    expect(networkNames(tid, name)).toEqual({
      id,
      bridge: `b-${id}`,
      namespace: `n-${id}`,
      wireguard: `w-${id}`,
    });
  });

  const NODE = "A34YUGenHKyhjDMAUKZe4cVDtJM2wQ4n4XRkfGUUEYdy";
  it.each([
    ["", "d6:1d:8c:d9:8f:00", "d41d:8cd9:8f00:b204", "d4:1d8c:d98f:00b2"],
    ["\x42", "9e:5e:d6:78:fe:57", "9d5e:d678:fe57:bcca", "9d:5ed6:78fe:57bc"],
    [NODE, "8a:d3:36:10:7e:e9", "8bd3:3610:7ee9:1507", "8b:d336:107e:e915"],
  ])("of %j", (data, mac, eight, seven) => {
    expect([macOf(data), ipv6SuffixOf(data, 8), ipv6SuffixOf(data, 7)]).toEqual([mac, eight, seven]);
  });

  it.each([
    ["10.3.1.0/16", "100.64.3.1/16"],
    ["10.10.200.0/24", "100.64.10.200/16"],
    ["fd00::/64", undefined],
    ["", undefined],
  ])("subnet %s is %s in the tunnels", (subnet, address) => {
    expect(overlayAddress(subnet)).toBe(address);
  });

  it.each([
    ["100.127.0.2", "fd6e:6574:776f::2"],
    ["100.127.2.16", "fd6e:6574:776f:2::10"],
    ["fd00::1", undefined],
  ])("%s has the private address %s", (address, private6) => {
    expect(privateIpv6("networkdID", address)).toBe(private6);
  });
});

const key = (index: number): string => Buffer.alloc(32, index).toString("base64");
const node = (index: number, more: Partial<NetworkNode> = {}): NetworkNode => ({
  nodeId: `node${index}`,
  publicKey: key(index),
  endpoint: `192.0.2.${index}`,
  ...more,
});
const hidden = (index: number): NetworkNode => ({ nodeId: `node${index}`, publicKey: key(index) });
const HALF = (): number => 0.5;

function plan(declaration: Partial<NetworkDeclaration>, random: () => number = HALF) {
  return planNetwork({ range: "10.10.0.0/16", nodes: [], clients: [], ...declaration }, random);
}

function good(planned: NetworkPlan) {
  if (!planned.ok) throw new Error(planned.faults.join("; "));
  return planned;
}

describe("a network over several nodes", () => {
  it("gives each a subnet and a port, and every other as a peer", () => {
    const { nodes } = good(plan({ nodes: [node(1), node(2), node(3)] }));
    expect(nodes.map(({ nodeId, subnet, listenPort }) => [nodeId, subnet, listenPort])).toEqual([
      ["node1", "10.10.1.0/24", 5000],
      ["node2", "10.10.2.0/24", 5000],
      ["node3", "10.10.3.0/24", 5000],
    ]);
    expect(nodes[0]?.peers).toEqual([
      {
        publicKey: key(2),
        endpoint: "192.0.2.2:5000",
        iprange: "10.10.2.0/24",
        allowedIprange: ["10.10.2.0/24", "100.64.10.2/32"],
      },
      {
        publicKey: key(3),
        endpoint: "192.0.2.3:5000",
        iprange: "10.10.3.0/24",
        allowedIprange: ["10.10.3.0/24", "100.64.10.3/32"],
      },
    ]);
  });

  it("keeps what was given out, so that a new node moves none", () => {
    const before = good(plan({ nodes: [node(1), node(2)] }));
    const kept = Object.fromEntries(
      before.nodes.map(({ nodeId, subnet, listenPort }) => [nodeId, { subnet, listenPort }]),
    );
    const after = good(plan({ nodes: [node(3), node(2), node(1)], kept }, () => 0));
    expect(after.nodes.map(({ nodeId, subnet, listenPort }) => [nodeId, subnet, listenPort])).toEqual([
      ["node3", "10.10.3.0/24", 1000],
      ["node2", "10.10.2.0/24", 5000],
      ["node1", "10.10.1.0/24", 5000],
    ]);
  });

  it("takes a declared subnet before one that was kept", () => {
    const nodes = [node(1), node(2, { subnet: "10.10.1.0/24" })];
    const planned = good(plan({ nodes, kept: { node1: { subnet: "10.10.1.0/24" } } }));
    expect(planned.nodes.map(({ subnet }) => subnet)).toEqual(["10.10.2.0/24", "10.10.1.0/24"]);
  });

  it("finds a port that is free on its node", () => {
    const taken = [5000, 5001, 5003];
    const planned = good(plan({ nodes: [node(1, { takenPorts: taken }), node(2, { listenPort: 7 })] }));
    expect(planned.nodes.map(({ listenPort }) => listenPort)).toEqual([5002, 7]);
    const last = good(plan({ nodes: [node(1, { takenPorts: [9000] })] }, () => 0.99999));
    expect(last.nodes[0]?.listenPort).toBe(1000);
  });

  it("lets hidden nodes call the others, and reach each other by way of one that can be called", () => {
    const { nodes } = good(plan({ nodes: [hidden(1), node(2), hidden(3), node(4)] }));
    const peers = (index: number) =>
      nodes[index]?.peers.map(({ publicKey, endpoint, allowedIprange }) => [
        Buffer.from(publicKey, "base64")[0],
        endpoint,
        allowedIprange.filter((range) => range.startsWith("10.")),
      ]);
    expect(peers(0)).toEqual([
      [2, "192.0.2.2:5000", ["10.10.2.0/24", "10.10.3.0/24"]],
      [4, "192.0.2.4:5000", ["10.10.4.0/24"]],
    ]);
    expect(peers(1)).toEqual([
      [1, "", ["10.10.1.0/24"]],
      [3, "", ["10.10.3.0/24"]],
      [4, "192.0.2.4:5000", ["10.10.4.0/24"]],
    ]);
  });

  it("lets machines outside in at one node", () => {
    const clients = [
      { name: "laptop", publicKey: key(9) },
      { name: "phone", publicKey: key(8), via: "node3" },
    ];
    const { nodes, clients: planned } = good(
      plan({ nodes: [hidden(1), node(2), node(3, { endpoint: "2001:db8::3" })], clients }),
    );
    expect(planned).toEqual([
      {
        name: "laptop",
        subnet: "10.10.4.0/24",
        address: "100.64.10.4/32",
        peer: {
          publicKey: key(2),
          endpoint: "192.0.2.2:5000",
          iprange: "10.10.2.0/24",
          allowedIprange: ["10.10.0.0/16", "100.64.0.0/16"],
        },
      },
      expect.objectContaining({
        name: "phone",
        subnet: "10.10.5.0/24",
        peer: expect.objectContaining({ endpoint: "[2001:db8::3]:5000" }) as unknown,
      }),
    ]);
    expect(nodes[1]?.peers.at(-1)).toEqual({
      publicKey: key(9),
      endpoint: "",
      iprange: "10.10.4.0/24",
      allowedIprange: ["10.10.4.0/24", "100.64.10.4/32"],
    });
    expect(nodes[0]?.peers.map(({ allowedIprange }) => allowedIprange)).toEqual([
      ["10.10.2.0/24", "100.64.10.2/32", "10.10.4.0/24", "100.64.10.4/32"],
      ["10.10.3.0/24", "100.64.10.3/32", "10.10.5.0/24", "100.64.10.5/32"],
    ]);
    expect(clientConfiguration(planned[0]!, "PRIVATE=")).toBe(
      "[Interface]\nAddress = 10.10.4.0/24, 100.64.10.4/32\nPrivateKey = PRIVATE=\n\n[Peer]\n" +
        `PublicKey = ${key(2)}\nEndpoint = 192.0.2.2:5000\nAllowedIPs = 10.10.0.0/16, 100.64.0.0/16\n` +
        "PersistentKeepalive = 20\n",
    );
  });

  it.each([
    ["no range", { range: "10.0.0.0" }, ['range "10.0.0.0" is no IPv4 range']],
    ["an IPv6 range", { range: "fd00::/8" }, ['range "fd00::/8" is no IPv4 range']],
    [
      "only hidden nodes",
      { nodes: [hidden(1), hidden(2)] },
      ["no node has an endpoint, so none can reach another; give one of them an address"],
    ],
    ["a node twice", { nodes: [node(1), node(1)] }, ['"node1" is in the network twice']],
    [
      "too small a range",
      { range: "10.10.0.0/23", nodes: [node(1), node(2)] },
      ['range 10.10.0.0/23 has no subnet left for "node2"'],
    ],
    [
      "a range below a subnet",
      { range: "10.10.0.0/25", nodes: [node(1)] },
      ['range 10.10.0.0/25 has no subnet left for "node1"'],
    ],
    [
      "a subnet outside",
      { nodes: [node(1, { subnet: "10.11.1.0/24" })] },
      ['subnet "10.11.1.0/24" of "node1" is no part of 10.10.0.0/16'],
    ],
    [
      "overlapping subnets",
      { nodes: [node(1, { subnet: "10.10.1.0/24" }), node(2, { subnet: "10.10.0.0/20" })] },
      ['subnet 10.10.0.0/20 of "node2" is taken by another member'],
    ],
    [
      "a client with nowhere to go",
      { nodes: [hidden(1)], clients: [{ name: "laptop", publicKey: key(9) }] },
      ['client "laptop" needs a node of the network that has an endpoint'],
    ],
    [
      "a client of a hidden node",
      { nodes: [hidden(1), node(2)], clients: [{ name: "laptop", publicKey: key(9), via: "node1" }] },
      ['client "laptop" needs node node1 of the network that has an endpoint'],
    ],
    [
      "no free port",
      { nodes: [node(1, { takenPorts: Array.from({ length: 8001 }, (_, index) => 1000 + index) })] },
      ["node node1 has no free port from 1000 to 9000"],
    ],
  ])("is refused with %s", (_what, declaration, faults) => {
    expect(plan(declaration)).toEqual({ ok: false, faults });
  });

  it("always lets every member reach every other, by one way only, within the rules", () => {
    const members = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(members, fc.nat(2), fc.nat(1000), (open, clientCount, seed) => {
        const nodes = [
          node(1),
          ...open.map((isOpen, index) => (isOpen ? node(index + 2) : hidden(index + 2))),
        ];
        const clients = Array.from({ length: clientCount }, (_, index) => ({
          name: `c${index}`,
          publicKey: key(100 + index),
        }));
        const planned = good(plan({ nodes, clients }, () => seed / 1001));
        const subnets = [...planned.nodes, ...planned.clients].map(({ subnet }) => subnet);
        for (const from of planned.nodes) {
          for (const subnet of subnets.filter((one) => one !== from.subnet)) {
            expect(waysTo(planned, from.nodeId, subnet)).toBe(1);
          }
        }
        const resources = planned.nodes.map(({ nodeId, subnet, listenPort, peers }, index) =>
          networkResourceSchema.parse({
            nodeId,
            name: "net",
            networkIprange: "10.10.0.0/16",
            iprange: subnet,
            wireguardListenPort: listenPort,
            wireguardPublicKey: key(index + 1),
            peers,
          }),
        );
        const siblings = resources.map((workload) => ({ workload, place: { path: workload.nodeId } }));
        expect(networkProblems(siblings)).toEqual([]);
        for (const { workload, place } of siblings) {
          expect(networkResourceProblems(workload, place, { backend: "ledger", stage: "declared" })).toEqual(
            [],
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  /** How many peers of a node take what goes to a subnet, followed until it arrives. */
  function waysTo(planned: ReturnType<typeof good>, nodeId: string, subnet: string, hops = 3): number {
    const from = planned.nodes.find((one) => one.nodeId === nodeId);
    const address = parseIp(subnet.replace("0/24", "9"))!;
    const takers = from?.peers.filter(({ allowedIprange }) =>
      allowedIprange.some((range) => rangeHolds(parseRange(range)!, address)),
    );
    if (takers?.length !== 1 || hops === 0) return takers?.length ?? 0;
    const [next] = takers;
    if (next === undefined || rangesOverlap(parseRange(next.iprange)!, parseRange(subnet)!)) return 1;
    const through = planned.nodes.find((one) => one.subnet === next.iprange);
    return through === undefined ? 0 : waysTo(planned, through.nodeId, subnet, hops - 1);
  }
});

describe("WireGuard keys", () => {
  /** What OpenSSL takes for the public key. */
  function publicByOpenssl(secret: Uint8Array): string {
    const der = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), secret]);
    const priv = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    return createPublicKey(priv).export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
  }

  it("are as wg makes them: with fixed bits, and the public key that goes with them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (random) => {
        const { privateKey, publicKey } = wireguardKeys(random);
        const secret = Buffer.from(privateKey, "base64");
        expect([secret[0]! & 7, secret[31]! & 192]).toEqual([0, 64]);
        expect(publicKey).toBe(publicByOpenssl(random));
        expect(wireguardPublicKey(privateKey)).toBe(publicKey);
      }),
      { numRuns: 10 },
    );
  });

  it("of ones have the fixed bits cleared", () => {
    expect(wireguardKeys(new Uint8Array(32).fill(0xff)).privateKey).toBe(
      "+P///////////////////////////////////////38=",
    );
  });
});
