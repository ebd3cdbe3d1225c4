import { deriveDomainId } from "../../../model/vimana/domain-id.js";
import * as names from "../../../model/vimana/names.js";

const ID = "0123456789abcdef0123456789abcdef";

describe("names", () => {
  it.each([
    [`${ID}.app.vimana.host`, "2faea48d4e045fe446ced7b27c43b8b700df1dc879a010aa2eef1b1b"],
    ["example.com", "79a39cdf648170c4d55ca8e36fc9084353b9114a879f07d08bceaf47"],
    ["foo.bar.whatsittoyouz.net", "92ab40422e6b25e262ad453164d1cf7641a70c43e4f0f73b9da4547d"],
    [`${ID}:my-server@1.0.0`, "d69370231670aee9de1c6577abeff97735b4ee1b12365f4a94158653"],
    [`${ID}:my-server@2.1.0`, "4b691f75c60a7dd2bb301c485fbd5df8a995792ee5c4cbe48af8c262"],
    [`${ID}:a-servier-server@1.1.1`, "d165862d33209d230ab761a64a563bd475dad7ed281122b8d07c4cf7"],
    [`${ID}:a-servier-server@2.2.2`, "7eade10975f18214cfc46de6e6870d653f480137851020cc6e8972f9"],
    [`${ID}:some-id@1.2.3`, "0c926b460f60a71c433dc53f2f30380071982d6d845693c2180f16af"],
    [
      "00000000000000000000000000000001:the-adder-server@1.0.0",
      "b513f0509e6e3cc5bee4b70d1d433f82966f46d8cebb26cb35112bff",
    ],
    [
      "00000000000000000000000000000001.app.vimana.host",
      "3997338ad9de4792c3cf48d0c0fe5640849610bbecb28dd76a35719d",
    ],
    ["api.vimana.host", "6b5d8e830debff227c4511d5b56ba646c4bae1f79f5fcab05b409a98"],
    [`${ID}:my-server`, "10bf0ca9523ce8e7ae387a00b2238c6fb59de1f482666ef05a0f3e0d"],
  ])("hashes %s", (text, hash) => {
    expect(names.sha224(text)).toBe(hash);
  });

  it("puts full names and hosts together", () => {
    expect(names.serverName(ID, "my-server")).toBe(`${ID}:my-server`);
    expect(names.componentName(ID, "my-server", "1.0.0")).toBe(`${ID}:my-server@1.0.0`);
    expect(names.canonicalHost(ID, names.DEFAULT_SUFFIX.direct)).toBe(`${ID}.vimana.host`);
    expect(names.canonicalHost(ID, names.DEFAULT_SUFFIX.operator)).toBe(`${ID}.app.vimana.host`);
    expect(names.gatewayName("the-vimana")).toBe("the-vimana-gateway");
  });

  it("names every object by what it belongs to", () => {
    const server = `${ID}:my-server`;
    const component = `${server}@1.0.0`;
    const ofServer = "10bf0ca9523ce8e7ae387a00b2238c6fb59de1f482666ef05a0f3e0d";
    const ofComponent = "d69370231670aee9de1c6577abeff97735b4ee1b12365f4a94158653";
    const ofHost = "79a39cdf648170c4d55ca8e36fc9084353b9114a879f07d08bceaf47";
    expect({
      deployment: names.deploymentName(component),
      service: names.serviceName(component),
      pinRoute: names.pinRouteName(component),
      versionObject: names.versionObjectName(component),
      listener: names.listenerName("example.com"),
      secret: names.secretName("example.com"),
      route: names.routeName(server),
      secondRoute: names.routeName(server, 2),
      serverObject: names.serverObjectName(server),
      securityPolicy: names.securityPolicyName(server),
      trafficPolicy: names.trafficPolicyName(server),
      thirdTrafficPolicy: names.trafficPolicyName(server, 3),
      ledger: names.ledgerName(server),
      listenerSet: names.listenerSetName(ID),
    }).toEqual({
      deployment: `d-${ofComponent}`,
      service: `s-${ofComponent}`,
      pinRoute: `t-${ofComponent}`,
      versionObject: `v-${ofComponent}`,
      listener: `l-${ofHost}`,
      secret: `c-${ofHost}`,
      route: `r-${ofServer}`,
      secondRoute: `r-${ofServer}-2`,
      serverObject: `sv-${ofServer}`,
      securityPolicy: `sp-${ofServer}`,
      trafficPolicy: `bt-${ofServer}`,
      thirdTrafficPolicy: `bt-${ofServer}-3`,
      ledger: `vimana-ledger-${ofServer}`,
      listenerSet: `ls-${ID}`,
    });
  });

  it("labels with what is known", () => {
    expect(names.labelsOf({ domain: ID })).toEqual({ "vimana.host/domain": ID });
    expect(names.labelsOf({ domain: ID, server: "my-server", version: "1.0.0" })).toEqual({
      "vimana.host/domain": ID,
      "vimana.host/server": "my-server",
      "vimana.host/version": "1.0.0",
    });
  });
});

describe("deriveDomainId", () => {
  const origin = { organization: "acme", project: "groundplan", stack: "dev", key: "shop" };

  it("takes the beginning of the origin's SHA-256", () => {
    expect(deriveDomainId(origin)).toBe("57567998b96a0a19fa624d84d58558ab");
  });

  it.each(["organization", "project", "stack", "key"] as const)("depends on the %s", (part) => {
    expect(deriveDomainId({ ...origin, [part]: "other" })).not.toBe(deriveDomainId(origin));
  });
});
