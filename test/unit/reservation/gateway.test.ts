import { addressRecord, domainFault, splitDomain } from "../../../model/reservation/gateway/domain.js";
import { fourToSixAddress, fourToSixSubnet } from "../../../model/reservation/gateway/four-to-six.js";
import {
  delegationFault,
  forwardFault,
  subdomainFault,
  type GatewayZones,
} from "../../../model/reservation/gateway/ownership.js";
import { tunnelHandshake, tunnelSecretFault } from "../../../model/reservation/gateway/tunnel.js";
import { hexText } from "../../../model/reservation/scalars/hex.js";
import { utf8 } from "../../../model/reservation/scalars/utf8.js";

describe("domains", () => {
  it.each([
    ["domain.com", "", "domain.com"],
    ["a.domain.com", "a", "domain.com"],
    ["a.b.c.domain.com", "a", "b.c.domain.com"],
    ["bleh.grid.deboeck.xyz", "bleh", "grid.deboeck.xyz"],
  ])("%s is %j in %s", (domain, name, zone) => {
    expect(splitDomain(domain)).toEqual({ name, zone });
    expect(domainFault(domain)).toBeUndefined();
  });

  it.each([
    "domain.com.",
    "foo",
    "",
    "foo..com",
    "a b.com",
    "-a.com",
    "a-.com",
    `${"x".repeat(64)}.com`,
    "*.a.com",
    "ä.com",
  ])("refuses %j", (domain) => {
    expect(domainFault(domain)).toMatch(/^must /);
  });

  it("refuses a domain of more than 253 characters", () => {
    expect(domainFault(`${"a.".repeat(126)}com`)).toBe("must have at most 253 characters and has 255");
    expect(domainFault(`${"a.".repeat(125)}com`)).toBeUndefined();
  });

  it.each([
    ["185.15.201.80", { type: "A", value: "185.15.201.80", ttl: 3600 }],
    [
      "2a02:2788:864:1314:9eb6:d0ff:fe97:764b",
      { type: "AAAA", value: "2a02:2788:864:1314:9eb6:d0ff:fe97:764b", ttl: 3600 },
    ],
    ["x", undefined],
  ])("record of %s", (address, record) => {
    expect(addressRecord(address)).toEqual(record);
  });
});

describe("tunnels", () => {
  it.each([
    ["user1:asdasdasd", undefined],
    ["", "must not be empty"],
    ["notprefix:asdasdasd", 'must begin with the customer\'s id and a colon, "user1:"'],
    [`user1:${"x".repeat(65530)}`, "must have at most 65535 bytes"],
  ])("secret %#", (secret, fault) => {
    expect(tunnelSecretFault(secret, "user1")).toBe(fault);
  });

  it("begin with a magic number, the length and the secret", () => {
    expect(hexText(tunnelHandshake("hello world"))).toBe("1111000b68656c6c6f20776f726c64");
    expect(hexText(tunnelHandshake("x".repeat(300))).slice(0, 8)).toBe("1111012c");
  });
});

it("4to6 addresses follow from the gateway's seed and the user", () => {
  const seed = utf8("a".repeat(32));
  expect(fourToSixSubnet(seed)).toBe("fd5e:ca9b:d3eb:7c0::/64");
  expect(fourToSixAddress(seed, "user1")).toBe("fd5e:ca9b:d3eb:7c0:b51a:eb:8acd:14a5");
  expect(fourToSixAddress(seed, "user2")).toBe("fd5e:ca9b:d3eb:7c0:17a2:2514:f5d3:c8c3");
});

describe("who may have what at a gateway", () => {
  const zones: GatewayZones = {
    managed: ["gw.example"],
    delegated: new Map([["mine.example", "7"]]),
    taken: new Map([["shop.gw.example", "7"]]),
  };

  it.each([
    ["new.gw.example", "8", undefined],
    ["shop.gw.example", "8", "subdomain shop.gw.example already reserved"],
    ["shop.gw.example", "7", "subdomain shop.gw.example already reserved"],
    ["www.mine.example", "7", undefined],
    ["www.mine.example", "8", "unauthorized: mine.example belongs to another user"],
    [
      "www.thisisnotdelegated.com",
      "7",
      "thisisnotdelegated.com is not managed by the gateway. delegate the domain first",
    ],
  ])("name %s for user %s", (domain, user, fault) => {
    expect(subdomainFault(domain, user, zones)).toBe(fault);
  });

  it("anyone may take a name that was given up", () => {
    expect(subdomainFault("shop.gw.example", "8", { ...zones, taken: new Map() })).toBeUndefined();
  });

  it.each([
    ["new.example", "8", undefined],
    ["mine.example", "7", undefined],
    ["mine.example", "8", "unauthorized: mine.example belongs to another user"],
    ["gw.example", "8", "gw.example is managed by the gateway itself"],
  ])("zone %s for user %s", (zone, user, fault) => {
    expect(delegationFault(zone, user, zones)).toBe(fault);
  });

  it.each([
    ["8", "unauthorized: a.com belongs to another user"],
    ["7", undefined],
  ])("a forwarded domain for user %s", (user, fault) => {
    expect(forwardFault("a.com", user, new Map([["a.com", "7"]]))).toBe(fault);
    expect(forwardFault("b.com", user, new Map([["a.com", "7"]]))).toBeUndefined();
  });
});
