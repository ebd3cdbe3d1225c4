import fc from "fast-check";
import { v1MicroTime, v1Time } from "../../../../model/workspace/document/index.js";

describe("v1Time", () => {
  it.each([
    ["2023-03-01T12:30:45Z", "2023-03-01T12:30:45Z"],
    ["2023-03-01t12:30:45z", "2023-03-01T12:30:45Z"],
    ["2023-03-01T12:30:45.999Z", "2023-03-01T12:30:45Z"],
    ["2023-03-01T01:30:00+02:00", "2023-02-28T23:30:00Z"],
    ["2023-12-31T23:30:00-01:30", "2024-01-01T01:00:00Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
    [{ seconds: "1677673845", nanos: 999_999_999 }, "2023-03-01T12:30:45Z"],
    [{ seconds: 1677673845 }, "2023-03-01T12:30:45Z"],
    [{ seconds: -1, nanos: 500_000_000 }, "1969-12-31T23:59:59Z"],
  ])("%j is %s", (given, written) => {
    expect(v1Time.parse(given)).toBe(written);
  });

  it.each([
    "",
    "yesterday",
    "2023-03-01",
    "2023-03-01 12:30:45Z",
    "2023-03-01T12:30:45",
    "2023-02-30T00:00:00Z",
    "2023-13-01T00:00:00Z",
    "2023-03-01T24:00:00Z",
    "2023-03-01T23:59:60Z",
    "2023-03-01T00:00:00+24:00",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-00:01",
    1677673845,
    {},
    { nanos: 5 },
    { seconds: "253402300800" },
    { seconds: 1, nanos: 1_000_000_000 },
    { seconds: 1, nanos: -1 },
    { seconds: 1, hours: 1 },
  ])("refuses %j, and says what a time looks like", (given) => {
    const { success, error } = v1Time.safeParse(given);
    expect(success).toBe(false);
    expect(error?.issues.map(({ message }) => message)).toEqual([
      expect.stringContaining("2023-03-01T00:00:00Z"),
    ]);
  });
});

describe("v1MicroTime", () => {
  it.each([
    ["2023-03-01T12:30:45Z", "2023-03-01T12:30:45.000000Z"],
    ["2023-03-01T12:30:45.1234567Z", "2023-03-01T12:30:45.123456Z"],
    ["2023-03-01T12:30:45.5+01:00", "2023-03-01T11:30:45.500000Z"],
    [{ seconds: "1677673845", nanos: 1000 }, "2023-03-01T12:30:45.000001Z"],
    [{ seconds: -1, nanos: 500_000_000 }, "1969-12-31T23:59:59.500000Z"],
  ])("%j is %s", (given, written) => {
    expect(v1MicroTime.parse(given)).toBe(written);
  });
});

describe("times", () => {
  const parts = fc.record({
    seconds: fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
  });

  it("are the same instant as {seconds, nanos}", () => {
    fc.assert(
      fc.property(parts, ({ seconds, nanos }) => {
        const written = v1MicroTime.parse({ seconds: String(seconds), nanos });
        expect(Date.parse(v1Time.parse(written))).toBe(seconds * 1000);
        expect(written.slice(20, 26)).toBe(String(nanos).padStart(9, "0").slice(0, 6));
      }),
    );
  });

  it("stay as they are when they are parsed again", () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(v1Time, v1MicroTime), (given, type) => {
        const once = type.parse(given);
        expect(type.parse(once)).toBe(once);
      }),
    );
  });
});
