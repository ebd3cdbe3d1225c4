import fc from "fast-check";
import { proxyOnNode } from "../../../providers/gateway/proxy/on-node.js";
import { gatewayProxy } from "../../../providers/gateway/proxy.js";
import { wholeInputs } from "./routes-world.js";

const DOMAIN = "shop.example.com";

/** What is found of a route that is as it should be. */
const AS_MADE = {
  ...{ file: "kept", domain: DOMAIN, http: "10.0.0.1 80", tls: "10.0.0.1 443" },
  ...{ answers: true, liveHttp: "10.0.0.1 80", liveTls: "10.0.0.1 443", addresses: [] },
} as const;

function asFound(
  found: Partial<Record<keyof typeof AS_MADE, unknown>>,
  inputs = wholeInputs({ domain: DOMAIN }),
) {
  const there = proxyOnNode.found.parse({ ...AS_MADE, ...found });
  const { inputs: now, drift } = proxyOnNode.asFound(there, { inputs, outputs: {} });
  return { addr: now.addr, port: now.port, portTls: now.portTls, drift };
}

const SAME = { addr: "10.0.0.1", port: 80, portTls: 443, drift: [] };

it.each([
  ["is as it was made", {}, SAME],
  ["has another port in its file", { http: "10.0.0.1 81" }, { ...SAME, port: 81 }],
  ["has another address in its file", { tls: "10.0.0.2 443" }, { ...SAME, addr: "10.0.0.2" }],
  ["forwards no TLS by its file", { tls: "" }, { ...SAME, portTls: 0 }],
  ["has no file", { file: "missing", domain: "", http: "", tls: "" }, { ...SAME, drift: ["route: missing"] }],
  ["has a file without sense", { file: "broken", domain: "" }, { ...SAME, drift: ["route: cannot be read"] }],
  ["is of another domain", { domain: "a.example.com" }, { ...SAME, drift: ["route: is of a.example.com"] }],
  ["is not in haproxy", { liveHttp: "" }, { ...SAME, drift: ["haproxy: does not forward HTTP"] }],
  [
    "leads elsewhere in haproxy",
    { liveTls: "10.9.9.9 443" },
    { ...SAME, drift: ["haproxy: forwards TLS to 10.9.9.9 port 443"] },
  ],
  [
    "is on a node whose haproxy is down",
    { answers: false, liveHttp: "", liveTls: "" },
    { ...SAME, drift: ["haproxy: does not answer"] },
  ],
])("a route that %s", (_what, found, expected) => {
  expect(asFound(found)).toEqual(expected);
});

describe("a host name", () => {
  const inputs = wholeInputs({ domain: DOMAIN, addr: "shop.internal" });

  it("leads where the node found it", () => {
    expect(asFound({ addresses: ["10.0.0.7", "10.0.0.1"] }, inputs)).toEqual({
      ...SAME,
      addr: "shop.internal",
    });
  });

  it("that leads elsewhere now is work", () => {
    expect(asFound({ addresses: ["10.0.0.7"] }, inputs).drift).toEqual([
      "shop.internal: is 10.0.0.7 and was 10.0.0.1",
    ]);
  });

  it("that cannot be looked up just now is none", () => {
    expect(asFound({ addresses: [] }, inputs).drift).toEqual([]);
  });
});

it("has no line in the plan for what changes nothing on the node", () => {
  const old = wholeInputs({ domain: DOMAIN });
  expect(proxyOnNode.steps?.(old, { ...old, description: "another" })).toEqual([]);
  expect(proxyOnNode.steps?.(old, { ...old, port: 0 })).toEqual([
    "forward shop.example.com to 10.0.0.1: TLS to port 443",
  ]);
  expect(proxyOnNode.steps?.(undefined, { domain: DOMAIN, port: 80, portTls: 0 })).toEqual([
    "forward shop.example.com to ?: HTTP to port 80",
  ]);
});

it("has its inputs in one form", () => {
  const { domain, addr } = wholeInputs({ domain: "Shop.Example.COM", addr: "2001:DB8:0::1" });
  expect({ domain, addr }).toEqual({ domain: DOMAIN, addr: "2001:db8::1" });
});

it.each([
  [{ domain: "shop" }, "domain"],
  [{ domain: "shop.example.com." }, "domain"],
  [{ addr: "10.0.0.1 80" }, "addr"],
  [{ addr: "$(reboot)" }, "addr"],
  [{ port: 0, portTls: 0 }, "portTls"],
])("refuses %j", (given, path) => {
  expect(
    gatewayProxy.problems?.(wholeInputs({ domain: DOMAIN, ...given })).map((problem) => problem.path),
  ).toEqual([path]);
});

it("takes no host that a shell or haproxy would read otherwise", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (addr) => {
      if (/^[A-Za-z0-9.:-]+$/.test(addr)) return;
      fc.pre(addr !== "");
      const inputs = { ...wholeInputs({ domain: DOMAIN }), addr };
      expect(gatewayProxy.problems?.(inputs).map((problem) => problem.path)).toContain("addr");
    }),
  );
});
