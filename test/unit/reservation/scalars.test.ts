import fc from "fast-check";
import { parseDate, wireDate, ZERO_DATE } from "../../../model/reservation/scalars/date.js";
import { emailFault } from "../../../model/reservation/scalars/email.js";
import { isInt64Text, wireNumber } from "../../../model/reservation/scalars/int64.js";
import { canonicalIp, formatIp, ipText, parseIp } from "../../../model/reservation/scalars/ip-address.js";
import {
  addressIn,
  canonicalRange,
  formatRange,
  lastAddress,
  networkRange,
  parseRange,
  rangeHolds,
  rangeText,
  rangesOverlap,
} from "../../../model/reservation/scalars/ip-range.js";
import { canonicalMac } from "../../../model/reservation/scalars/mac.js";
import { byBytes } from "../../../model/reservation/scalars/utf8.js";

describe("dates", () => {
  it.each([
    ["", ZERO_DATE, 0],
    ["02/29/2020", 1651449600, 1651449600],
    ["2020/02/29", 1582934400, 1582934400],
    ["29/02/20", 1866240000, 1866240000],
    ["29/02/2020 10:30", 1582972200, 1582972200],
    [0, 0, 0],
    [1582937602, 1582937602, 1582937602],
    [1582937602.9, 1582937602, 1582937602],
    [500, 500, 500],
  ])("%j is %i, written %i", (given, seconds, written) => {
    expect(parseDate(given, 2026)).toEqual({ ok: true, seconds });
    expect(wireDate(seconds)).toBe(written);
  });

  it.each([
    ["01/02/03", "2001-02-03T00:00:00.000Z"],
    ["01/01/2019 9pm:10", "2019-01-01T21:10:00.000Z"],
    ["15/12/03 22:00", "2015-12-03T22:00:00.000Z"],
    ["06/28", "2024-06-28T00:00:00.000Z"],
    ["999/12/31", "0999-12-31T00:00:00.000Z"],
  ])("%s is %s", (given, instant) => {
    const parsed = parseDate(given, 2024);
    expect(parsed.ok && new Date(parsed.seconds * 1000).toISOString()).toBe(instant);
  });

  it.each([
    ["2020/02/2020", "must have one year of four digits and has two"],
    ["yesterday", "must be unix seconds, DD/MM/YYYY or YY/MM/DD, with or without hh(am|pm):mm"],
    ["2020-02-29", "must be unix seconds, DD/MM/YYYY or YY/MM/DD, with or without hh(am|pm):mm"],
    ["1/2/2020", "must be unix seconds, DD/MM/YYYY or YY/MM/DD, with or without hh(am|pm):mm"],
    [Number.NaN, "must be unix seconds, DD/MM/YYYY or YY/MM/DD, with or without hh(am|pm):mm"],
  ])("%j is none", (given, reason) => {
    expect(parseDate(given, 2024)).toEqual({ ok: false, reason });
  });
});

describe("IP addresses", () => {
  it.each([
    ["", "<nil>"],
    ["10.10.1.5", "10.10.1.5"],
    ["192.1268.0.1", "<nil>"],
    ["2001:DB8::0:1", "2001:db8::1"],
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:0:0:2:3:0:0:4", "1::2:3:0:0:4"],
    ["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"],
    ["64:ff9b::10.0.0.1", "64:ff9b::a00:1"],
    ["1:2:3:4:5:6:10.0.0.1", "1:2:3:4:5:6:a00:1"],
    ["010.0.0.1", "<nil>"],
    ["10.0.0", "<nil>"],
    ["10.0.0.1.", "<nil>"],
    ["10.0.0.256", "<nil>"],
    ["1::2::3", "<nil>"],
    ["1:2:3:4:5:6:7::8", "<nil>"],
    ["1:2:3:4:5:6:7", "<nil>"],
    ["1:2:3:4:5:6:7:8:9", "<nil>"],
    ["10.0.0.1::", "<nil>"],
    ["12345::", "<nil>"],
    ["fe80::1%eth0", "<nil>"],
    [":1", "<nil>"],
    ["1:", "<nil>"],
    ["::ffff:10.0.0.1/96", "<nil>"],
  ])("%j prints %s", (given, printed) => {
    expect(ipText(given)).toBe(printed);
    expect(canonicalIp(given)).toBe(given === "" ? "" : printed === "<nil>" ? undefined : printed);
  });

  it("are read as they are printed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(parseIp(formatIp(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const canonical = canonicalIp(address);
        expect(canonical).toBeDefined();
        expect(canonicalIp(canonical!)).toBe(canonical);
      }),
    );
  });
});

describe("IP ranges", () => {
  it.each([
    ["", "<nil>"],
    ["10.10.0.0/16", "10.10.0.0/16"],
    ["10.10.1.5/24", "10.10.1.5/24"],
    ["2001:DB8:0:0::1/64", "2001:db8::1/64"],
    ["::ffff:10.0.0.1/120", "10.0.0.1/24"],
    ["fd00::/8", "fd00::/8"],
    ["10.0.0.1/0", "10.0.0.1/0"],
    ["10.0.0.1/33", "<nil>"],
    ["::/129", "<nil>"],
    ["10.0.0.1", "<nil>"],
    ["10.0.0.1/", "<nil>"],
    ["10.0.0.1/-1", "<nil>"],
    ["10.0.0.1/24/8", "<nil>"],
  ])("%j prints %s", (given, printed) => {
    expect(rangeText(given)).toBe(printed);
    expect(canonicalRange(given)).toBe(given === "" ? "" : printed === "<nil>" ? undefined : printed);
  });

  const range = parseRange("10.10.1.77/24")!;

  it("have first and last addresses", () => {
    expect(formatRange(networkRange(range))).toBe("10.10.1.0/24");
    expect(formatIp(addressIn(range, 1))).toBe("10.10.1.1");
    expect(formatIp(lastAddress(range))).toBe("10.10.1.255");
  });

  it.each([
    ["10.10.1.0", true],
    ["10.10.1.255", true],
    ["10.10.2.0", false],
    ["::1", false],
  ])("hold %s: %s", (address, held) => {
    expect(rangeHolds(range, parseIp(address)!)).toBe(held);
  });

  it.each([
    ["10.10.0.0/16", true],
    ["10.10.1.128/25", true],
    ["10.10.2.0/24", false],
    ["::/0", false],
  ])("overlap %s: %s", (other, overlap) => {
    expect(rangesOverlap(range, parseRange(other)!)).toBe(overlap);
    expect(rangesOverlap(parseRange(other)!, range)).toBe(overlap);
  });
});

describe("other scalars", () => {
  it.each([
    ["54:45:46:f6:02:61", "54:45:46:f6:02:61"],
    ["FF:FF:FF:FF:FF:FF", "ff:ff:ff:ff:ff:ff"],
    ["54-45-46-f6-02-61", "54:45:46:f6:02:61"],
    ["5445.46f6.0261", "54:45:46:f6:02:61"],
    ["", ""],
    ["54:45:46:f6:02", undefined],
    ["54:45-46:f6:02:61", undefined],
    ["54:45:46:f6:02:6g", undefined],
  ])("hardware address %j is %j", (given, canonical) => {
    expect(canonicalMac(given)).toBe(canonical);
  });

  it.each([
    ["azmy@gmail.com", true],
    ["a@b", true],
    ["", true],
    ["gmail.com", false],
    ["a", false],
    ["a@", false],
    ["a@b..c", false],
  ])("e-mail address %j: %s", (given, good) => {
    expect(emailFault(given) === undefined).toBe(good);
  });

  it.each([
    ["0", true],
    ["-1", true],
    ["9223372036854775807", true],
    ["-9223372036854775808", true],
    ["9223372036854775808", false],
    ["-0", false],
    ["01", false],
    ["+1", false],
    ["1.0", false],
    ["", false],
    ["1\n", false],
  ])("64-bit integer %j: %s", (text, good) => {
    expect(isInt64Text(text)).toBe(good);
  });

  it("carries integers up to 2^53 - 1 in JSON", () => {
    expect([wireNumber("9007199254740991"), wireNumber("9007199254740992")]).toEqual([
      9007199254740991,
      undefined,
    ]);
  });

  it("sorts by bytes and not by UTF-16", () => {
    expect(["\u{10000}", "\uffff", "b", "a", "B"].sort(byBytes)).toEqual([
      "B",
      "a",
      "b",
      "\uffff",
      "\u{10000}",
    ]);
  });
});
