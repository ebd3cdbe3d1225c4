import { authorizedLine } from "../../../model/gateway/tunnel/authorized-line.js";
import {
  gatewayReverseProxy,
  type GatewayReverseProxyInputs,
  type GatewayReverseProxyOutputs,
} from "../../../providers/gateway/reverse-proxy.js";
import type { ReverseProxyFound } from "../../../providers/gateway/reverse-proxy/found.js";
import { reverseProxyOnNode } from "../../../providers/gateway/reverse-proxy/on-node.js";
import { workloadId } from "../../../providers/node/workload-id.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import { silentNode } from "../../support/node-facts.js";

const SECRET = "canary-unit-secret-44";
const MARK = "abc123/shop/dev/home";
const ID = workloadId("reverseproxy", MARK);
const KEY = "ssh-ed25519 AAAA";
const inputs: GatewayReverseProxyInputs = gatewayReverseProxy.inputs.parse({
  node: "node1",
  domain: "home.example.com",
  secret: SECRET,
  localTls: 8443,
});
const line = authorizedLine({ publicKey: KEY, httpPort: 20_000, tlsPort: 20_001, workloadId: ID });
const found: ReverseProxyFound = {
  ...{ workload: ID, ports: "20000 20001", host: "192.0.2.1", line, authorized: line },
  server: { port: 2222, hostKey: "ssh-ed25519 HOST" },
  ...{ file: "kept", domain: "home.example.com", http: "127.0.0.1 20000", tls: "127.0.0.1 20001" },
  ...{ answers: true, liveHttp: "127.0.0.1 20000", liveTls: "127.0.0.1 20001" },
};
const tunnel = { command: "last", privateKey: "PRIVATE", knownHosts: "last", unit: "last" };
const last: Partial<GatewayReverseProxyOutputs> = { publicKey: KEY, tunnel };
const asFound = (change: Partial<ReverseProxyFound>, outputs = last) =>
  reverseProxyOnNode.asFound({ ...found, ...change }, { inputs, outputs });
const problemsOf = (change: Partial<GatewayReverseProxyInputs>) =>
  gatewayReverseProxy.problems?.({ ...inputs, ...change });

describe("inputs", () => {
  it("lead to the client's own ports unless others are given", () => {
    expect(inputs).toMatchObject({ localHttp: 80, localTls: 8443 });
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ tunnelAddress: "2001:db8::1" })).toEqual([]);
    expect(problemsOf({ tunnelAddress: "gateway.example.com" })).toEqual([]);
  });

  it.each<[Partial<GatewayReverseProxyInputs>, string]>([
    [{ domain: "home" }, "domain"],
    [{ secret: "canary" }, "secret"],
    [{ customer: "7" }, "secret"],
    [{ tunnelAddress: "gateway.example.com:22" }, "tunnelAddress"],
    [{ tunnelAddress: "-oProxyCommand=id" }, "tunnelAddress"],
    [{ tunnelAddress: "a b" }, "tunnelAddress"],
  ])("refuse %j, and show no secret", (change, path) => {
    const problems = problemsOf(change);
    expect(problems).toMatchObject([{ path }]);
    expect(JSON.stringify(problems)).not.toContain("canary");
  });
});

describe("what is found of a reverse proxy", () => {
  it("is what was wanted, with all that a client needs", () => {
    const { outputs, drift } = asFound({});
    expect(drift).toEqual([]);
    expect(outputs).toMatchObject({
      httpPort: 20_000,
      tlsPort: 20_001,
      publicKey: KEY,
      tunnel: { privateKey: "PRIVATE", knownHosts: "[192.0.2.1]:2222 ssh-ed25519 HOST\n" },
    });
    expect(outputs.tunnel?.command).toContain(
      " -R 127.0.0.1:20000:127.0.0.1:80 -R 127.0.0.1:20001:127.0.0.1:8443 ",
    );
    expect(outputs.tunnel?.command).toMatch(/ -p 2222 .* groundplan-tunnel@192\.0\.2\.1$/);
  });

  it.each<[string, Partial<ReverseProxyFound>, readonly string[]]>([
    ["a key that is gone", { authorized: null }, ["authorized key: missing"]],
    ["a key that may more", { authorized: `${KEY} ${ID}` }, ["authorized key: changed"]],
    ["other ports remembered", { ports: "20500 20501" }, ["ports: 20500 20501 instead of 20000 20001"]],
    ["no ports remembered", { ports: "" }, ["ports: none instead of 20000 20001"]],
    ["no route", { file: "missing", domain: "", http: "", tls: "" }, ["route: missing"]],
    ["a route to elsewhere", { tls: "127.0.0.1 22" }, ["route: leads TLS to 127.0.0.1 port 22"]],
    ["half a route", { http: "" }, ["route: leads HTTP to nowhere"]],
    ["haproxy with a mind of its own", { liveHttp: "" }, ["haproxy: does not forward HTTP"]],
    ["no haproxy", { answers: false, liveHttp: "", liveTls: "" }, ["haproxy: does not answer"]],
    ["no server of tunnels", { server: null }, ["tunnels of the node: missing"]],
  ])("shows %s", (_what, change, drift) => {
    expect(asFound(change)).toMatchObject({ drift, inputs, outputs: { httpPort: 20_000, tlsPort: 20_001 } });
  });

  it("keeps what a client needs while the node has lost its server", () => {
    expect(asFound({ server: null }).outputs.tunnel).toEqual(tunnel);
    expect(asFound({ server: { port: 2222, hostKey: "" } }).outputs.tunnel).toEqual(tunnel);
  });

  it("keeps the key of the secret when the node remembers another one", () => {
    const other = authorizedLine({
      publicKey: "ssh-ed25519 BBBB",
      httpPort: 20_000,
      tlsPort: 20_001,
      workloadId: ID,
    });
    expect(asFound({ line: other })).toMatchObject({
      drift: ["key of the tunnel: not that of the secret", "authorized key: changed"],
      outputs: last,
    });
  });

  it("is not whole when the private key was never told, as after a lost answer", () => {
    expect(asFound({}, {})).toMatchObject({ drift: ["key of the tunnel: not that of the secret"] });
  });
});

describe("what is sent to the node", () => {
  const context = { scope: { installation: "abc123", project: "shop", stack: "dev" }, resource: "home" };
  const node = { ...silentNode(), publicAddress: "198.51.100.1" };
  const parameters = (change: Partial<GatewayReverseProxyInputs> = {}) =>
    reverseProxyOnNode.parameters({ ...inputs, ...change }, node, context as KindContext);

  it("is the public half of the key, and neither the secret nor the private one", async () => {
    const sent = await parameters();
    expect(sent).toMatchObject({ domain: "home.example.com", host: "198.51.100.1" });
    const [publicKey = ""] = /ssh-ed25519 \S+/.exec(sent["key_line"] as string) ?? [];
    const own = authorizedLine({ publicKey, httpPort: 20_000, tlsPort: 20_001, workloadId: ID });
    const whole = asFound({ line: own, authorized: own }, {});
    expect(whole.drift).toEqual([]);
    expect(whole.outputs.tunnel?.privateKey).toContain("BEGIN OPENSSH PRIVATE KEY");
    const [, body = ""] = whole.outputs.tunnel?.privateKey.split("\n").slice(1) ?? [];
    expect(body).not.toBe("");
    const kept = asFound({ line: own, authorized: own }, { publicKey, tunnel });
    expect(kept.outputs.tunnel?.privateKey).toBe("PRIVATE");
    for (const secret of [SECRET, body]) expect(JSON.stringify(sent)).not.toContain(secret);
  });

  it("has the address that the client is to dial", async () => {
    expect(await parameters({ tunnelAddress: "gateway.example.com" })).toMatchObject({
      host: "gateway.example.com",
    });
  });
});

it("tells in the plan what it forwards, and has its domain for itself", () => {
  expect(reverseProxyOnNode.steps?.(undefined, inputs)).toEqual([
    "forward home.example.com on node1 to a tunnel",
  ]);
  expect(reverseProxyOnNode.claims?.(inputs)).toEqual(["the domain home.example.com"]);
});
