import { gatewaySixNetwork, type GatewaySixNetworkInputs } from "../../../providers/gateway/six-network.js";
import { sixNetworkOnNode, type SixNetworkFound } from "../../../providers/gateway/six-network/on-node.js";
import { SIX_LINK } from "../../../providers/gateway/six-network/scripts/link.sh.js";
import { SIX_LOOK } from "../../../providers/gateway/six-network/scripts/look.sh.js";
import { fourToSixSubnet } from "../../../model/reservation/gateway/four-to-six.js";
import { answerOf } from "../node/local-shell.js";

const SEED = "f00dfacef00dface";
const RANGE = fourToSixSubnet(Buffer.from(SEED));
const ADDRESS = RANGE.replace("/64", "1");
const KEY = `${"A".repeat(42)}E=`;
const inputs: GatewaySixNetworkInputs = gatewaySixNetwork.inputs.parse({ node: "node1" });

const device = {
  mtu: 1420,
  flags: ["POINTOPOINT", "NOARP", "UP", "LOWER_UP"],
  addr_info: [{ local: ADDRESS, prefixlen: 64, scope: "global" }],
};
const found: SixNetworkFound = {
  ...{ seed: SEED, host: "192.0.2.1", publicKey: KEY, deviceKey: KEY, port: 51821 },
  links: [device],
  differences: [],
};
const asFound = (change: Partial<SixNetworkFound>) =>
  sixNetworkOnNode.asFound({ ...found, ...change }, { inputs, outputs: { publicKey: "last" } });

describe("inputs", () => {
  it("have a port and a way out unless they are given", () => {
    expect(inputs).toMatchObject({ port: 51821, masquerade: true });
    expect(gatewaySixNetwork.problems?.(inputs)).toEqual([]);
    expect(gatewaySixNetwork.problems?.({ ...inputs, explorer: "testnet" })).toMatchObject([
      { path: "explorer" },
    ]);
  });

  it.each(["short", "with a blank in it", "übergröße"])("refuse the seed %j", (seed) => {
    expect(gatewaySixNetwork.inputs.safeParse({ node: "node1", seed }).success).toBe(false);
  });
});

describe("what is found of the network", () => {
  it("is what was wanted", () => {
    expect(asFound({})).toEqual({
      inputs,
      outputs: { publicKey: KEY, endpoint: "192.0.2.1:51821", range: RANGE, address: ADDRESS },
      drift: [],
    });
    expect(asFound({ host: "2001:db8::1" }).outputs.endpoint).toBe("[2001:db8::1]:51821");
  });

  it.each<[string, Partial<SixNetworkFound>, readonly string[]]>([
    ["no link", { deviceKey: null, port: null, links: [] }, ["link gp-six: missing"]],
    ["another key on the link", { deviceKey: `${"B".repeat(42)}E=` }, ["private key: changed"]],
    ["a link that is down", { links: [{ ...device, flags: [] }] }, ["link: down"]],
    ["another size of packets", { links: [{ ...device, mtu: 1500 }] }, ["link mtu: 1500 instead of 1420"]],
    ["no address", { links: [{ ...device, addr_info: [] }] }, [`address ${ADDRESS}/64: missing`]],
    [
      "an address more",
      {
        links: [
          {
            ...device,
            addr_info: [...device.addr_info, { local: "fd00::1", prefixlen: 64, scope: "global" }],
          },
        ],
      },
      ["address fd00::1/64: not ours"],
    ],
    ["what the node has compared", { differences: ["forwarding: off"] }, ["forwarding: off"]],
  ])("shows %s", (_what, change, drift) => {
    expect(asFound(change)).toMatchObject({ drift, inputs });
  });

  it("shows another port as an input", () => {
    expect(asFound({ port: 51999 })).toMatchObject({ drift: [], inputs: { ...inputs, port: 51999 } });
  });

  it("keeps the last key when the node has lost it", () => {
    expect(asFound({ publicKey: "" })).toMatchObject({
      outputs: { publicKey: "last" },
      drift: ["private key: missing"],
    });
  });
});

it("tells in the plan what clients have to do", () => {
  expect(sixNetworkOnNode.steps?.(undefined, inputs)).toEqual([
    "make an IPv6 network for clients of node1, port 51821",
  ]);
  expect(sixNetworkOnNode.steps?.(inputs, { ...inputs, port: 1 })).toEqual([
    "listen on port 1 instead of 51821; clients need the new one",
  ]);
});

it("keeps tables of IPv6, in which nothing of IPv4 is left", () => {
  expect(SIX_LINK).toContain("list table ip6 ");
  expect(SIX_LINK).not.toMatch(/table ip /);
});

describe("the look at the link", () => {
  const dump = [
    ["PRIVATE", KEY, "51821", "off"],
    ["one", "(none)", "1.2.3.4:5", "fd00::1/128,fd00::2/128", "0", "0", "0", "25"],
    ["two", "PRESHARED", "(none)", "(none)", "0", "0", "0", "off"],
  ];
  const look = (lines: readonly (readonly string[])[]): unknown =>
    answerOf(
      `${SIX_LOOK}\nsix_link=gp-six\nwg() { printf '%s' "$said"; }\nsix_dump\nanswer text device "$six_device"`,
      {
        said: lines.map((words) => `${words.join("\t")}\n`).join(""),
      },
    );

  it("has neither the private key nor a preshared one", () => {
    expect(look(dump)).toEqual({
      device: `${KEY} 51821\none false fd00::1/128,fd00::2/128 25\ntwo true - off`,
    });
  });

  it("is empty without a link", () => {
    expect(look([])).toEqual({ device: "" });
  });
});
