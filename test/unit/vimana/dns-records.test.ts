import { dnsRecords } from "../../../model/vimana/dns-records.js";
import { ID, onlyDomain, withDomain } from "./hierarchy.js";

const HOST = `${ID}.vimana.host`;

function records(aliases: string[], ...addresses: string[]): readonly string[] {
  return dnsRecords(onlyDomain(withDomain({ aliases })), addresses).map(
    ({ name, type, value }) => `${name} ${type} ${value}`,
  );
}

it("leads the canonical host to every address and aliases to the canonical host", () => {
  expect(records(["shop.example.com", "*.example.com"], "192.0.2.1", "2001:db8::1")).toEqual([
    `${HOST} A 192.0.2.1`,
    `${HOST} AAAA 2001:db8::1`,
    `shop.example.com CNAME ${HOST}`,
    `*.example.com CNAME ${HOST}`,
  ]);
});

it("leads the root of a zone to the addresses", () => {
  expect(records(["example.com"], "192.0.2.1")).toEqual([`${HOST} A 192.0.2.1`, "example.com A 192.0.2.1"]);
});

it("follows a gateway that has a host name", () => {
  expect(records(["example.com", "shop.example.com"], "lb.cloud.example")).toEqual([
    `${HOST} CNAME lb.cloud.example`,
    "example.com CNAME lb.cloud.example",
    `shop.example.com CNAME ${HOST}`,
  ]);
});

it("knows aliases before the gateway has an address", () => {
  expect(records(["shop.example.com", "example.com"])).toEqual([`shop.example.com CNAME ${HOST}`]);
});
