import fc from "fast-check";
import { changedName, freshName, removedName } from "../../../model/gateway/dns/name-updates.js";
import { ownerNameOf, ownerOf, ownerRecord } from "../../../model/gateway/dns/owner-record.js";
import type { DnsRecord } from "../../../model/gateway/dns/records.js";
import { nameFault } from "../../../model/gateway/dns/zone-authority.js";
import { foundRows, ownRows, rowDrift, zoneRows } from "../../../model/gateway/dns/zone-rows.js";
import { domainNameFault } from "../../../model/shared/domain-name.js";

const DOMAIN = "shop.apps.test";
const owner = { mark: "i/shop/dev/web", token: "t1" };
const wanted = { domain: DOMAIN, ips: ["192.0.2.1", "2001:db8::1"], ttl: 60, owner };
const a: DnsRecord = { name: DOMAIN, type: "A", ttl: 60, data: ["192.0.2.1"] };

describe("the record that tells whose a name is", () => {
  test("is beside the name, with the mark and the token in strings of their own", () => {
    expect(ownerRecord(DOMAIN, owner)).toEqual({
      name: `__owner__.${DOMAIN}`,
      type: "TXT",
      ttl: 600,
      data: ["i/shop/dev/web", "token=t1"],
    });
  });

  test("is read as it was written, whatever the mark, and no string of it is too long", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 600, unit: fc.constantFrom("a", "/", "ü", "€", "😀") }),
        fc.uuid(),
        (mark, token) => {
          const record = ownerRecord(DOMAIN, { mark, token });
          expect(record.data.every((text) => Buffer.byteLength(text) <= 255)).toBe(true);
          expect(ownerOf(record)).toEqual({ mark, token });
        },
      ),
    );
  });

  test.each([[[]], [["somebody"]], [["somebody", "else"]], [["token=x"]]])("%j tells nothing", (data) => {
    expect(ownerOf({ name: ownerNameOf(DOMAIN), type: "TXT", ttl: 1, data })).toBeUndefined();
  });
});

describe("updates", () => {
  test("a new name needs both names to be free", () => {
    const update = freshName("apps.test", wanted);
    expect(update.prerequisites).toEqual([
      { is: "unused", name: DOMAIN },
      { is: "unused", name: `__owner__.${DOMAIN}` },
    ]);
    expect(update.changes.map((change) => (change.do === "add" ? change.record.type : ""))).toEqual([
      "A",
      "AAAA",
      "TXT",
    ]);
  });

  test("a change needs the owner's record to be as found, or without one the addresses", () => {
    const owners = [ownerRecord(DOMAIN, owner)];
    expect(changedName("apps.test", wanted, { records: [a], owners }).prerequisites).toEqual([
      { is: "exactly", records: owners },
    ]);
    expect(changedName("apps.test", wanted, { records: [a], owners: [] }).prerequisites).toEqual([
      { is: "absent", name: `__owner__.${DOMAIN}`, type: "TXT" },
      { is: "exactly", records: [a] },
      { is: "absent", name: DOMAIN, type: "AAAA" },
      { is: "absent", name: DOMAIN, type: "CNAME" },
    ]);
  });

  test("a removal takes the addresses and the owner's record, and an alias where there is one", () => {
    const removedTypes = (records: readonly DnsRecord[]) =>
      removedName("apps.test", DOMAIN, { records, owners: [ownerRecord(DOMAIN, owner)] }).changes.map(
        (change) => (change.do === "remove" ? change.type : ""),
      );
    expect(removedTypes([a])).toEqual(["A", "AAAA", "TXT"]);
    expect(removedTypes([{ ...a, type: "CNAME", data: ["x.test"] }])).toEqual(["A", "AAAA", "CNAME", "TXT"]);
  });
});

describe("whose zone a name is in", () => {
  const stack = "i/shop/dev/";
  const fault = (zone: string | undefined, mark?: string) =>
    nameFault(
      DOMAIN,
      { zone, owner: mark === undefined ? undefined : { mark, token: "t" } },
      ["apps.test"],
      stack,
    );

  test.each<[string | undefined, string | undefined, string | undefined]>([
    ["apps.test", undefined, undefined],
    ["test", "i/shop/dev/zone", undefined],
    ["test", "i/shop/dev2/zone", "unauthorized: the zone test belongs to i/shop/dev2/zone"],
    ["test", undefined, "the zone test is neither among the managed ones nor delegated by this stack"],
    [undefined, undefined, `${DOMAIN} is in no zone of the name server; delegate the domain first`],
    [DOMAIN, "i/shop/dev/zone", `${DOMAIN} is a zone itself; choose a name below it`],
  ])("%s of %s: %s", (zone, mark, expected) => {
    expect(fault(zone, mark)).toBe(expected);
  });
});

describe("a zone's own records", () => {
  const zone = { zone: "apps.test", nameServers: ["ns1.apps.test", "ns2.example.test"], ttl: 60 };
  const rows = zoneRows({
    ...zone,
    addresses: { "ns1.apps.test": ["192.0.2.1", "2001:db8::1"], "ns1.other.test": ["192.0.2.2"] },
    owner: { mark: 'i/shop/dev/a"b\\ü', token: "t" },
  });

  test("are as zone files have them", () => {
    expect(rows).toEqual([
      "apps.test. 60 SOA ns1.apps.test. hostmaster.apps.test.",
      "apps.test. 60 NS ns1.apps.test.",
      "apps.test. 60 NS ns2.example.test.",
      "ns1.apps.test. 60 A 192.0.2.1",
      "ns1.apps.test. 60 AAAA 2001:db8::1",
      '__owner__.apps.test. 600 TXT "i/shop/dev/a\\"b\\\\\\195\\188" "token=t"',
    ]);
  });

  test("are found again without numbers that change by themselves", () => {
    const [soa = "", ...others] = rows;
    const text = [...others, `${soa} 17 3600 600 1209600 300`].join("\n");
    expect(rowDrift(rows, foundRows(text))).toEqual([]);
    expect(rowDrift(rows, foundRows(text.replace("A 192.0.2.1", "A 192.0.2.9")))).toEqual([
      "record missing: ns1.apps.test. 60 A 192.0.2.1",
      "record not wanted: ns1.apps.test. 60 A 192.0.2.9",
    ]);
    expect(ownRows(rows, "apps.test", "NS")).toEqual([
      { ttl: 60, data: "ns1.apps.test." },
      { ttl: 60, data: "ns2.example.test." },
    ]);
  });
});

test.each<[string, string | undefined]>([
  ["shop.example.com", undefined],
  ["_acme.example.com", undefined],
  ["", "must not be empty"],
  ["a..b", "must consist of letters"],
  ["a.b.", "must consist of letters"],
  [`${"a".repeat(64)}.test`, "must consist of letters"],
  [`${"a.".repeat(130)}test`, "must have at most 253 characters and has 264"],
])("the name %s: %s", (name, fault) => {
  if (fault === undefined) expect(domainNameFault(name)).toBeUndefined();
  else expect(domainNameFault(name)).toContain(fault);
});
