import type { NodeFacts } from "../../../../clients/node/probe.js";
import { networkKeyOnNode } from "../../../../providers/reservation/network-key/definition.js";
import { networkResource } from "../../../../providers/reservation/network-resource.js";
import { networkAddresses } from "../../../../providers/reservation/network-resource/addresses.js";
import { networkResourceOnNode } from "../../../../providers/reservation/network-resource/definition.js";
import { publicIpOnNode } from "../../../../providers/reservation/public-ip/definition.js";
import { publicIp } from "../../../../providers/reservation/public-ip.js";
import type { OpenNode } from "../../../../providers/targets/node.js";

const KEY = `${"A".repeat(42)}E=`;
const node = {} as OpenNode;

function facts(tools: readonly string[], wireguard = { kernel: false, userspace: true }): NodeFacts {
  return { tools: Object.fromEntries(tools.map((tool) => [tool, "1"])), wireguard } as NodeFacts;
}

test.each<[string, NodeFacts, readonly string[]]>([
  ["with everything", facts(["ip", "nft", "wg"]), []],
  ["with WireGuard in the kernel", facts(["ip", "nft", "wg"], { kernel: true, userspace: false }), []],
  [
    "without programs",
    facts([]),
    [
      "has no program ip (package iproute2)",
      "has no program nft (package nftables)",
      "has no program wg (package wireguard-tools)",
    ],
  ],
  [
    "without WireGuard",
    facts(["ip", "nft", "wg"], { kernel: false, userspace: false }),
    ["has WireGuard neither in its kernel nor as the program wireguard-go (package wireguard-go)"],
  ],
])("a node %s can carry a network or says why not", (_what, found, expected) => {
  expect(networkResourceOnNode.lacks?.({}, found, node)).toEqual(expected);
});

test("a key needs WireGuard's own program, a public address the packet filter's", () => {
  expect(networkKeyOnNode.lacks?.({}, facts(["wg"]), node)).toEqual([]);
  expect(publicIpOnNode.lacks?.({}, facts(["ip"]), node)).toEqual(["has no program nft (package nftables)"]);
});

test("addresses and routes follow from the ranges", () => {
  const inputs = networkResource.inputs.parse({
    node: "node1",
    name: "net",
    networkRange: "10.10.7.7/16",
    range: "10.10.1.0/24",
    listenPort: 5001,
    key: "networkkey-X",
    peers: [
      {
        publicKey: KEY,
        range: "10.10.2.0/24",
        allowedRanges: ["10.10.2.0/24", "100.64.10.2/32", "192.0.2.1/32"],
      },
    ],
  });
  expect(networkAddresses(inputs)).toEqual({
    gateway: "10.10.1.1",
    bridge: "10.10.1.1/24",
    tunnel: "100.64.10.1/16",
    network: "10.10.0.0/16",
    // The ends of tunnels are reached by the tunnel's own address, and `ip route` names one address without a prefix.
    routes: ["10.10.2.0/24", "192.0.2.1"],
  });
});

test("the plan of a public address tells whose it becomes", () => {
  const inputs = (network: string, ip: string) =>
    publicIp.inputs.parse({ node: "node1", address: "185.69.166.10/24", target: { network, ip } });
  const [one, other] = [inputs("4CmY2FDpB8ejk", "10.10.1.2"), inputs("4CmY2FDpB8ejm", "10.10.1.2")];
  expect(publicIpOnNode.steps?.(undefined, one)).toEqual(["take 185.69.166.10/24 on node1 for 10.10.1.2"]);
  expect(publicIpOnNode.steps?.(one, other)).toEqual(["move 185.69.166.10/24 on node1 for 10.10.1.2"]);
  expect(publicIpOnNode.steps?.(one, { ...one, description: "the shop" })).toEqual([]);
});
