import { networkResource } from "../../../../providers/reservation/network-resource.js";
import { peerConfig } from "../../../../providers/reservation/network-resource/peer-config.js";
import { networkSteps } from "../../../../providers/reservation/network-resource/steps.js";
import { networkResourceWorkload } from "../../../../providers/reservation/network-resource/workload.js";
import { publicIp } from "../../../../providers/reservation/public-ip.js";
import { publicIpWorkload } from "../../../../providers/reservation/public-ip/workload.js";

const KEYS = ["E", "I", "M"].map((last) => `${"A".repeat(42)}${last}=`);
const peer = (index: number, rest: Record<string, unknown> = {}) => ({
  publicKey: KEYS[index],
  endpoint: `203.0.113.${index}:5001`,
  range: `10.10.${index}.0/24`,
  allowedRanges: [`10.10.${index}.0/24`, `100.64.10.${index}/32`],
  ...rest,
});

function inputs(rest: Record<string, unknown> = {}) {
  return networkResource.inputs.parse({
    node: "node1",
    name: "net",
    networkRange: "10.10.0.0/16",
    range: "10.10.1.0/24",
    listenPort: 5001,
    key: "networkkey-X",
    peers: [peer(2)],
    ...rest,
  });
}

function faults(rest: Record<string, unknown>): readonly string[] {
  const parsed = networkResource.inputs.safeParse({ ...inputs(), ...rest });
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return (networkResource.problems?.(parsed.data) ?? []).map(({ path, reason }) => `${path}: ${reason}`);
}

test("a sound part of a network has no faults", () => {
  expect(faults({})).toEqual([]);
});

test.each<[Record<string, unknown>, string]>([
  [{ key: undefined }, "key: is missing"],
  [{ range: "10.11.1.0/24" }, "range: 10.11.1.0/24 must be inside the network's range 10.10.0.0/16"],
  [{ range: "10.10.1.0/31" }, "range: 10.10.1.0/31 has no room for addresses; a /30 is the least"],
  [{ range: "fd00::/64" }, "range: must be an IPv4 range, as 10.10.1.0/24"],
  [{ listenPort: 0 }, "listenPort: Too small"],
  [{ peers: [peer(2, { publicKey: "short" })] }, "peers.0.publicKey: must be a WireGuard key"],
  [{ peers: [peer(2, { endpoint: "203.0.113.2" })] }, "peers.0.endpoint: must be host:port, or empty"],
  [{ peers: [peer(2, { allowedRanges: [] })] }, "peers.0.allowedRanges: Too small"],
  [
    { peers: [peer(2), peer(0, { publicKey: KEYS[2] })] },
    "peers[1].publicKey: is the key of another peer as well",
  ],
  [
    { peers: [peer(2), peer(0, { allowedRanges: ["10.10.2.0/24"] })] },
    "peers[1].allowedRanges[0]: 10.10.2.0/24 is reached by another peer already",
  ],
])("%j is refused: %s", (rest, expected) => {
  expect(faults(rest)).toEqual([expect.stringContaining(expected)]);
});

test("ranges are compared without host bits, as WireGuard keeps them", () => {
  const given = inputs({ peers: [peer(2, { allowedRanges: ["10.10.2.7/24"] })] });
  expect(networkResource.normalise?.(given).peers[0]?.allowedRanges).toEqual(["10.10.2.0/24"]);
});

test("peers that call by themselves have no endpoint in the configuration", () => {
  expect(peerConfig(inputs({ peers: [peer(2, { endpoint: "" }), peer(0)] }).peers)).toBe(`
[Peer]
PublicKey = ${KEYS[2]}
AllowedIPs = 10.10.2.0/24, 100.64.10.2/32
PersistentKeepalive = 20

[Peer]
PublicKey = ${KEYS[0]}
Endpoint = 203.0.113.0:5001
AllowedIPs = 10.10.0.0/24, 100.64.10.0/32
PersistentKeepalive = 20
`);
});

test("the plan tells what changes of peers and of the port", () => {
  const old = inputs({ peers: [peer(0), peer(1)] });
  const news = inputs({ listenPort: 5002, peers: [peer(1, { endpoint: "198.51.100.1:1" }), peer(2)] });
  expect(networkSteps(old, news)).toEqual([
    "listen on port 5002 instead of 5001",
    `change peer 10.10.1.0/24 at 198.51.100.1:1 (${KEYS[1]})`,
    `add peer 10.10.2.0/24 at 203.0.113.2:5001 (${KEYS[2]})`,
    `remove peer 10.10.0.0/24 at 203.0.113.0:5001 (${KEYS[0]})`,
  ]);
  const { node, name, range, listenPort } = inputs();
  expect(networkSteps(undefined, { node, name, range, listenPort })).toEqual([
    "make network net on node1: 10.10.1.0/24, port 5001, peers that are not known yet",
  ]);
});

test("the model's form has ranges and peers under its own names", () => {
  expect(networkResourceWorkload(inputs())).toMatchObject({
    workloadType: 10,
    nodeId: "node1",
    name: "net",
    networkIprange: "10.10.0.0/16",
    iprange: "10.10.1.0/24",
    wireguardListenPort: 5001,
    wireguardPublicKey: "",
    wireguardPrivateKeyEncrypted: "",
    peers: [{ publicKey: KEYS[2], endpoint: "203.0.113.2:5001", iprange: "10.10.2.0/24" }],
  });
  const address = publicIp.inputs.parse({ node: "node1", address: "185.69.166.10/24" });
  expect(publicIpWorkload(address)).toMatchObject({
    workloadType: 11,
    nodeId: "node1",
    ipaddress: "185.69.166.10/24",
  });
  expect(publicIp.problems?.(address).map(({ path }) => path)).toEqual(["target"]);
});
