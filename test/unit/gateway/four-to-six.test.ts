import fc from "fast-check";
import { fourToSixAddress, fourToSixSubnet } from "../../../model/reservation/gateway/four-to-six.js";
import { formatIp, parseIp } from "../../../model/reservation/scalars/ip-address.js";
import { gateway4To6, type Gateway4To6Inputs } from "../../../providers/gateway/four-to-six.js";
import { fourToSixOnNode, type FourToSixFound } from "../../../providers/gateway/four-to-six/on-node.js";
import { SIX } from "../../../providers/gateway/six-network/scripts/names.sh.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import { silentNode } from "../../support/node-facts.js";
import { answerOf } from "../node/local-shell.js";

const KEY = `${"A".repeat(42)}E=`;
const OTHER = `${"B".repeat(42)}E=`;
const RANGE = "fd00:1:2:3:4:5:6:7/128";
const inputs: Gateway4To6Inputs = gateway4To6.inputs.parse({ node: "node1", publicKey: KEY });
const found: FourToSixFound = {
  ...{ peer: KEY, range: RANGE, link: true, gatewayKey: OTHER, host: "192.0.2.1", port: 51821 },
  ...{ key: KEY, preshared: false, ranges: RANGE, keepalive: "25", holder: KEY },
};
const peers = [{ publicKey: OTHER, endpoint: "192.0.2.1:51821", allowedIps: ["::/0"] }];
const asFound = (change: Partial<FourToSixFound>) =>
  fourToSixOnNode.asFound({ ...found, ...change }, { inputs, outputs: { peers } });

it("wants a key of WireGuard", () => {
  expect(gateway4To6.problems?.(inputs)).toEqual([]);
  expect(gateway4To6.problems?.({ ...inputs, publicKey: "mine" })).toMatchObject([{ path: "publicKey" }]);
});

describe("what is found of a client", () => {
  it("is what was wanted, with all that the client needs but its key", () => {
    expect(asFound({})).toEqual({
      inputs,
      outputs: {
        ips: ["fd00:1:2:3:4:5:6:7"],
        peers,
        config: [
          "[Interface]",
          "Address = fd00:1:2:3:4:5:6:7/128",
          "",
          "[Peer]",
          `PublicKey = ${OTHER}`,
          "Endpoint = 192.0.2.1:51821",
          "AllowedIPs = ::/0",
          "PersistentKeepalive = 25",
          "",
        ].join("\n"),
      },
      drift: [],
    });
  });

  it.each<[string, Partial<FourToSixFound>, readonly string[], Partial<Gateway4To6Inputs>]>([
    [
      "no link",
      { link: false, key: null, holder: null, ranges: "", keepalive: "" },
      ["link of the IPv6 network: missing"],
      {},
    ],
    ["no peer", { key: null, holder: null, ranges: "", keepalive: "" }, ["peer: missing"], {}],
    ["the address of somebody else", { key: null, holder: OTHER }, [], { publicKey: OTHER }],
    [
      "the address taken away",
      { ranges: "-", holder: OTHER },
      [`range of the peer: none instead of ${RANGE}`, `range ${RANGE}: is that of the peer ${OTHER}`],
      {},
    ],
    [
      "more addresses",
      { ranges: `${RANGE},::/0` },
      [`range of the peer: ${RANGE},::/0 instead of ${RANGE}`],
      {},
    ],
    ["no signs of life", { keepalive: "off" }, ["keepalive of the peer: off instead of 25"], {}],
    ["a preshared key", { preshared: true }, ["preshared key of the peer: not ours"], {}],
  ])("shows %s", (_what, change, drift, changed) => {
    expect(asFound(change)).toMatchObject({ drift, inputs: { ...inputs, ...changed } });
  });

  it("keeps what the client dials while the network has no key", () => {
    expect(asFound({ gatewayKey: "" }).outputs.peers).toEqual(peers);
    expect(asFound({ port: null }).outputs.peers).toEqual(peers);
  });
});

it("derives the address from the customer, or from the resource itself", async () => {
  const scope = { installation: "abc123", project: "shop", stack: "dev" };
  const context = { scope, resource: "alice" } as KindContext;
  const parameters = (customer: string) =>
    fourToSixOnNode.parameters({ ...inputs, customer }, silentNode(), context);
  expect(await parameters("12")).toEqual({ peer: KEY, customer: "12", user: "12" });
  expect(await parameters("")).toEqual({ peer: KEY, customer: "", user: "abc123/shop/dev/alice" });
});

it("has a key of its own, and an address for each customer", () => {
  expect(fourToSixOnNode.claims?.(inputs)).toEqual([`the key ${KEY}`]);
  expect(fourToSixOnNode.claims?.({ ...inputs, customer: "12" })).toEqual([
    `the key ${KEY}`,
    "the address of customer 12",
  ]);
});

it("tells in the plan who gets the address", () => {
  expect(fourToSixOnNode.steps?.(undefined, inputs)).toEqual([`give ${KEY} an IPv6 address of node1`]);
  expect(fourToSixOnNode.steps?.(inputs, { ...inputs, publicKey: OTHER })).toEqual([
    `give the address to ${OTHER} instead of ${KEY}`,
  ]);
});

it("computes on the node the addresses that the rules say", () => {
  const text = fc.stringMatching(/^[\x21-\x7e]{8,40}$/);
  fc.assert(
    fc.property(text, fc.stringMatching(/^[\x20-\x7e]{0,40}$/), (seed, user) => {
      const answer = answerOf(
        `${SIX}\nsix_prefix "$seed"\nsix_user "$seed" "$user"\nanswer text prefix "$six_groups" text address "$six_address"`,
        { seed, user },
      ) as { prefix: string; address: string };
      const bytes = Buffer.from(seed);
      expect(canonical(answer.address)).toBe(fourToSixAddress(bytes, user));
      expect(`${canonical(`${answer.prefix}:`)}/64`).toBe(fourToSixSubnet(bytes));
    }),
    { numRuns: 15 },
  );
});

function canonical(text: string): string {
  return formatIp(parseIp(text) ?? new Uint8Array(16));
}
