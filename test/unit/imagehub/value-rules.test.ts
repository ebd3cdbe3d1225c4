import fc from "fast-check";
import {
  accountFault,
  iconFault,
  normaliseTime,
  platformFault,
  urlFault,
} from "../../../model/imagehub/value-rules.js";

describe("addresses", () => {
  it.each([
    ["https://www.mysql.com", true],
    ["http://127.0.0.1:8080/x?y#z", true],
    ["HTTPS://MYSQL.COM", true],
    ["www.mysql.com", false],
    ["//mysql.com", false],
    ["https:mysql.com", false],
    ["ftp://mysql.com", false],
    ["javascript:alert(1)", false],
    ["https://", false],
    ["", false],
  ])("url %j: %s", (text, good) => {
    expect(urlFault(text) === undefined).toBe(good);
  });

  it.each([
    ["https://h.io/icon.png", undefined],
    ["data:image/png;base64,AAAA", undefined],
    ["data:image/svg+xml,<svg/>", undefined],
    ["data:text/html,<b>", "must be a data: URL of an image"],
    [`data:image/png;base64,${"A".repeat(65536)}`, "must have at most 65536 bytes"],
    ["MySQL icon", "or a data: URL"],
  ])("icon %#", (text, fault) => {
    if (fault === undefined) expect(iconFault(text)).toBeUndefined();
    else expect(iconFault(text)).toContain(fault);
  });
});

describe("times", () => {
  it.each([
    ["2023-03-01T00:00:00Z", "2023-03-01T00:00:00Z"],
    ["2023-03-01t02:30:00.987+02:30", "2023-03-01T00:00:00Z"],
    ["2022-12-31T23:00:00-02:00", "2023-01-01T01:00:00Z"],
    ["2024-02-29T00:00:00z", "2024-02-29T00:00:00Z"],
    ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"],
    // What Pulumi makes of a time without quotes in a stack file.
    ["2023-01-01 00:00:00 +0000 UTC", "2023-01-01T00:00:00Z"],
    ["2023-01-01 02:30:00.5 +0230 +0230", "2023-01-01T00:00:00Z"],
    ["2023-02-29T00:00:00Z", undefined],
    ["2023-13-01T00:00:00Z", undefined],
    ["2023-01-01T24:00:00Z", undefined],
    ["2023-01-01T00:00:00", undefined],
    ["2023-01-01", undefined],
    ["yesterday", undefined],
    ["0000-01-01T00:00:00+01:00", undefined],
  ])("%s is %s", (text, normal) => {
    expect(normaliseTime(text)).toBe(normal);
  });

  it("is the same after being normalised once", () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date("0001-01-01T00:00:00Z"),
          max: new Date("9999-12-31T23:59:59Z"),
          noInvalidDate: true,
        }),
        (date) => {
          const once = normaliseTime(date.toISOString());
          expect(once).toBe(`${date.toISOString().slice(0, 19)}Z`);
          expect(normaliseTime(once ?? "")).toBe(once);
        },
      ),
    );
  });
});

describe("accounts and platforms", () => {
  it.each(["lingdie", "kubernetes-admin", "a.b"])("account %s", (text) => {
    expect(accountFault(text)).toBeUndefined();
  });
  it.each(["Ling", "system:serviceaccount:ns:name", ""])("no account: %j", (text) => {
    expect(accountFault(text)).toContain("must be the name of a service account");
  });
  it.each(["linux/amd64", "linux/arm/v7", "windows/amd64"])("platform %s", (text) => {
    expect(platformFault(text)).toBeUndefined();
  });
  it.each(["amd64", "linux/", "linux/arm/v7/x", "Linux/amd64"])("no platform: %j", (text) => {
    expect(platformFault(text)).toContain("linux/amd64");
  });
});
