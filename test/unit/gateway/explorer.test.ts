import fc from "fast-check";
import { sixConfiguration } from "../../../model/gateway/six/client-configuration.js";
import { gateway4To6Schema } from "../../../model/reservation/types/gateway4to6.js";
import { resultSchema } from "../../../model/reservation/types/result.js";
import { gatewayDelegate } from "../../../providers/gateway/delegate.js";
import { delegateOnExplorer } from "../../../providers/gateway/delegate/on-explorer.js";
import { gateway4To6 } from "../../../providers/gateway/four-to-six.js";
import { fourToSixOnExplorer } from "../../../providers/gateway/four-to-six/on-explorer.js";
import { gatewayProxy } from "../../../providers/gateway/proxy.js";
import { proxyOnExplorer } from "../../../providers/gateway/proxy/on-explorer.js";
import { gatewayReverseProxy } from "../../../providers/gateway/reverse-proxy.js";
import { reverseProxyOnExplorer } from "../../../providers/gateway/reverse-proxy/on-explorer.js";
import { gatewaySubdomain } from "../../../providers/gateway/subdomain.js";
import { subdomainOnExplorer } from "../../../providers/gateway/subdomain/on-explorer.js";

const place = { node: "gateway", explorer: "grid", pool: "12" };
const domain = fc.domain().map((text) => text.toLowerCase());
const port = fc.integer({ min: 1, max: 65_535 });
const ip = fc.oneof(fc.ipV4(), fc.ipV6());
const key = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString("base64"));

describe("a workload of a gateway has what its inputs have, and is found as them", () => {
  test("proxy", () => {
    fc.assert(
      fc.property(fc.record({ domain, addr: ip, port, portTls: port }), (own) => {
        const inputs = gatewayProxy.inputs.parse({ ...place, ...own });
        const workload = proxyOnExplorer.workload(inputs);
        expect(workload).toMatchObject({ workloadType: 5, ...own });
        expect(proxyOnExplorer.asFound(workload, inputs)).toEqual(inputs);
      }),
    );
  });

  test("reverse proxy, without its secret", () => {
    fc.assert(
      fc.property(fc.record({ domain, secret: fc.string({ minLength: 16 }) }), (own) => {
        const inputs = gatewayReverseProxy.inputs.parse({ ...place, ...own });
        const workload = reverseProxyOnExplorer.workload(inputs);
        expect(workload).toMatchObject({ workloadType: 6, domain: own.domain, secret: "" });
        expect(reverseProxyOnExplorer.secrets?.(inputs)).toEqual({ secret: own.secret });
        expect(reverseProxyOnExplorer.withSecrets?.(workload, { secret: "ab" })).toMatchObject({
          ...{ domain: own.domain, secret: "ab" },
        });
        expect(reverseProxyOnExplorer.asFound(workload, inputs)).toEqual(inputs);
      }),
    );
  });

  test("subdomain", () => {
    fc.assert(
      fc.property(fc.record({ domain, ips: fc.array(ip, { minLength: 1 }) }), (own) => {
        const inputs = gatewaySubdomain.inputs.parse({ ...place, ...own });
        const workload = subdomainOnExplorer.workload(inputs);
        expect(workload).toMatchObject({ workloadType: 7, ...own });
        expect(subdomainOnExplorer.asFound(workload, inputs)).toEqual(inputs);
      }),
    );
  });

  test("delegation", () => {
    fc.assert(
      fc.property(domain, (zone) => {
        const inputs = gatewayDelegate.inputs.parse({ ...place, domain: zone });
        const workload = delegateOnExplorer.workload(inputs);
        expect(workload).toMatchObject({ workloadType: 8, domain: zone });
        expect(delegateOnExplorer.asFound(workload, inputs)).toEqual(inputs);
      }),
    );
  });

  test("4to6", () => {
    fc.assert(
      fc.property(key, (publicKey) => {
        const inputs = gateway4To6.inputs.parse({ ...place, publicKey });
        const workload = fourToSixOnExplorer.workload(inputs);
        expect(workload).toMatchObject({ workloadType: 9, publicKey });
        expect(fourToSixOnExplorer.asFound(workload, inputs)).toEqual(inputs);
      }),
    );
  });
});

describe("a 4to6 on an explorer", () => {
  const answer = { workloadId: "3-1", drift: [], record: {} };
  const inputs = gateway4To6.inputs.parse({ ...place, publicKey: `${"A".repeat(43)}=` });
  const told = (dataJson: string) =>
    fourToSixOnExplorer.outputs(
      answer,
      gateway4To6Schema.parse({ result: resultSchema.parse({ dataJson }) }),
      inputs,
    );

  it.each(["", "null", "{}"])("that has told %j has no address and no configuration", (dataJson) => {
    expect(told(dataJson)).toEqual({ ...answer, ips: [], peers: [], config: "" });
  });

  it("names all addresses and peers that its gateway tells", () => {
    const peer = { public_key: "k", endpoint: "[2001:db8::9]:51820", allowed_ips: ["::/0", "fd00::/8"] };
    expect(told(JSON.stringify({ ips: ["fd00::1", "fd00::2/64"], peers: [peer] }))).toMatchObject({
      ips: ["fd00::1", "fd00::2/64"],
      peers: [{ publicKey: "k", endpoint: "[2001:db8::9]:51820", allowedIps: ["::/0", "fd00::/8"] }],
    });
  });
});

describe("the configuration for wg-quick", () => {
  const peer = { publicKey: "k", endpoint: "192.0.2.9:51820", allowedIps: ["::/0", "fd00::/8"] };

  it("has the addresses with a prefix, the peers, and no private key", () => {
    expect(sixConfiguration({ ips: ["fd00::1", "fd00::2/64"], peers: [peer] })).toBe(
      [
        "[Interface]",
        "Address = fd00::1/128, fd00::2/64",
        "",
        "[Peer]",
        "PublicKey = k",
        "Endpoint = 192.0.2.9:51820",
        "AllowedIPs = ::/0, fd00::/8",
        "PersistentKeepalive = 25",
        "",
      ].join("\n"),
    );
  });

  it("is not there without an address", () => {
    expect(sixConfiguration({ ips: [], peers: [peer] })).toBe("");
  });
});
