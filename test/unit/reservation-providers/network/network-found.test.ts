import type {
  NetworkPeer,
  NetworkResourceInputs,
} from "../../../../providers/reservation/network-resource.js";
import { networkAsFound } from "../../../../providers/reservation/network-resource/as-found.js";
import { networkFound, type NetworkFound } from "../../../../providers/reservation/network-resource/found.js";

const ID = "4CmY2FDpB8ejk";
const OWN = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";
const PEER: NetworkPeer = {
  publicKey: "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBE=",
  endpoint: "203.0.113.8:5002",
  range: "10.10.2.0/24",
  allowedRanges: ["10.10.2.0/24", "100.64.10.2/32"],
};

const inputs: NetworkResourceInputs = {
  node: "node1",
  description: "",
  metadata: "",
  onUnreachable: "fail",
  allowDataLoss: false,
  name: "net",
  networkRange: "10.10.0.0/16",
  range: "10.10.1.0/24",
  listenPort: 5001,
  peers: [PEER],
  key: "networkkey-4CmY2FDpB8ejk",
};

type Wire = Record<string, unknown>;

/** What a node tells of a network that is as it must be, in the form of its tools. */
function whole(peer: Wire = {}, more: Wire = {}): NetworkFound {
  const address = (local: string, prefixlen: number) => ({
    family: "inet",
    local,
    prefixlen,
    scope: "global",
  });
  return networkFound.parse({
    workload: `network-${ID}`,
    links: [
      { ifname: "lo", flags: ["UP"], mtu: 65536, addr_info: [] },
      { ifname: `b-${ID}`, flags: ["BROADCAST", "UP"], mtu: 1500, addr_info: [address("10.10.1.1", 24)] },
      { ifname: `w-${ID}`, flags: ["UP", "LOWER_UP"], mtu: 1420, addr_info: [address("100.64.10.1", 16)] },
    ],
    routes: [
      { dst: "default", gateway: "100.127.0.1", dev: "public", flags: ["onlink"] },
      { dst: "10.10.1.0/24", dev: `b-${ID}`, protocol: "kernel" },
      { dst: "10.10.2.0/24", dev: `w-${ID}` },
      { dst: "100.64.0.0/16", dev: `w-${ID}`, protocol: "kernel" },
      { type: "unreachable", dst: "10.10.0.0/16", dev: "lo", metric: 4096 },
    ],
    device: {
      publicKey: OWN,
      listenPort: 5001,
      peers: [
        {
          publicKey: PEER.publicKey,
          presharedKey: false,
          endpoint: PEER.endpoint,
          allowedRanges: "100.64.10.2/32,10.10.2.0/24",
          handshake: false,
          keepalive: "20",
          ...peer,
        },
      ],
    },
    differences: [],
    ...more,
  });
}

function found(it: NetworkFound, wanted: NetworkResourceInputs = inputs) {
  return networkAsFound(it, { inputs: wanted, outputs: { publicKey: "the last one" } });
}

test("a network that is as it must be shows no difference, in whatever order its tools tell", () => {
  expect(found(whole())).toEqual({
    inputs,
    outputs: { networkId: ID, publicKey: OWN, namespace: `n-${ID}`, bridge: `b-${ID}`, gateway: "10.10.1.1" },
    drift: [],
  });
});

describe("the endpoint of a peer", () => {
  const endpointOf = (peer: Wire, configured: string): string | undefined => {
    const wanted = { ...inputs, peers: [{ ...PEER, endpoint: configured }] };
    return found(whole(peer), wanted).inputs.peers[0]?.endpoint;
  };

  test.each<[string, Wire, string, string]>([
    ["that never called is compared", { endpoint: "198.51.100.1:9" }, PEER.endpoint, "198.51.100.1:9"],
    [
      "that called may be anywhere",
      { endpoint: "198.51.100.1:9", handshake: true },
      PEER.endpoint,
      PEER.endpoint,
    ],
    ["that calls by itself was found out", { endpoint: "198.51.100.1:9", handshake: true }, "", ""],
    [
      "that has a name was looked up",
      { endpoint: "198.51.100.1:9" },
      "vpn.example.com:9",
      "vpn.example.com:9",
    ],
    ["that has a name and was forgotten is compared", { endpoint: "" }, "vpn.example.com:9", ""],
    ["in brackets is an address", { endpoint: "[2001:db8::2]:9" }, "[2001:db8::1]:9", "[2001:db8::2]:9"],
  ])("%s", (_what, peer, configured, expected) => {
    expect(endpointOf(peer, configured)).toBe(expected);
  });
});

test("ranges of a peer are told as they are when they differ", () => {
  expect(found(whole({ allowedRanges: "10.10.2.0/24" })).inputs.peers).toEqual([
    { ...PEER, allowedRanges: ["10.10.2.0/24"] },
  ]);
  expect(found(whole({ allowedRanges: "" })).inputs.peers).toEqual([{ ...PEER, allowedRanges: [] }]);
});

test("a preshared key and another keepalive are told in lines", () => {
  expect(found(whole({ presharedKey: true, keepalive: "off" })).drift).toEqual([
    `keepalive of peer ${PEER.publicKey}: off instead of 20`,
    `preshared key of peer ${PEER.publicKey}: not ours`,
  ]);
});

test("without the namespace nothing more is told of what was in it", () => {
  const { drift, outputs, inputs: seen } = found(whole({}, { links: null, routes: null, device: null }));
  expect(drift).toEqual([`namespace n-${ID}: missing`]);
  expect(seen).toEqual(inputs);
  expect(outputs.publicKey).toBe("the last one");
});

test("without the tunnel its address and routes are not told", () => {
  const all = whole({}, { device: null });
  const links = all.links?.filter(({ ifname }) => !ifname.startsWith("w-")) ?? null;
  const routes = all.routes?.filter(({ dev }) => dev !== `w-${ID}`) ?? null;
  expect(found({ ...all, links, routes }).drift).toEqual([`tunnel w-${ID}: missing`]);
});

test("what the node has compared itself is passed on", () => {
  expect(found(whole({}, { differences: ["forwarding: off"] })).drift).toEqual(["forwarding: off"]);
});
