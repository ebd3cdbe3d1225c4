import fc from "fast-check";
import {
  v1alphaBackoff,
  v1alphaOverrideIgnoreDiff,
  v1alphaTLSClientConfig,
  v1EventList,
  v1EventSeries,
  v1ObjectMeta,
} from "../../../../model/workspace/document/index.js";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
const reasons = (result: { error?: { issues: { message: string }[] } | undefined }): string[] =>
  result.error?.issues.map(({ message }) => message) ?? [];

describe("64-bit integers", () => {
  it.each([
    [2, "2"],
    [-7, "-7"],
    [0, "0"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    ["9223372036854775807", "9223372036854775807"],
    ["-9223372036854775808", "-9223372036854775808"],
    ["007", "7"],
    ["-0", "0"],
  ])("%j is %s", (given, written) => {
    expect(v1alphaBackoff.parse({ factor: given })).toEqual({ factor: written });
  });

  it.each([
    1.5,
    2 ** 53,
    Number.NaN,
    "9223372036854775808",
    "-9223372036854775809",
    "1e3",
    "0x10",
    "+1",
    " 1",
    "",
    true,
    [],
  ])("refuses %j", (given) => {
    expect(reasons(v1alphaBackoff.safeParse({ factor: given }))).toEqual([
      "must be a 64-bit integer: decimal digits as text, or a number up to 9007199254740991 without a fraction",
    ]);
  });

  it("keep every digit", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: MIN, max: MAX }), (value) => {
        expect(v1alphaBackoff.parse({ factor: String(value) })).toEqual({ factor: String(value) });
      }),
    );
  });
});

describe("32-bit integers", () => {
  it("are numbers", () => {
    expect(v1EventSeries.parse({ count: 2147483647 })).toEqual({ count: 2147483647 });
    expect(v1EventSeries.safeParse({ count: 2147483648 }).success).toBe(false);
    expect(v1EventSeries.safeParse({ count: 1.5 }).success).toBe(false);
    expect(v1EventSeries.safeParse({ count: "1" }).success).toBe(false);
  });
});

describe("bytes", () => {
  it.each([
    ["aGVsbG8=", "aGVsbG8="],
    ["aGVs\n  bG8=\n", "aGVsbG8="],
    ["+/+/", "+/+/"],
    ["aGVsbG9=", "aGVsbG8="],
    ["", ""],
  ])("%j are %s", (given, written) => {
    expect(v1alphaTLSClientConfig.parse({ caData: given })).toEqual({ caData: written });
  });

  it.each(["-----BEGIN CERTIFICATE-----", "aGVsbG8", "aGVsbG8==", "-_-_", "aGV*", "aG=s"])(
    "refuses %j",
    (given) => {
      const result = v1alphaTLSClientConfig.safeParse({ keyData: given });
      expect(reasons(result)).toEqual(["must be base64, as `base64 -w0 FILE` prints"]);
      expect(JSON.stringify(result.error)).not.toContain(given);
    },
  );

  it("are what was encoded", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        const encoded = Buffer.from(data).toString("base64");
        expect(v1alphaTLSClientConfig.parse({ caData: encoded })).toEqual({ caData: encoded });
      }),
    );
  });
});

describe("messages", () => {
  it("refuse a field that they do not have, by its name", () => {
    expect(reasons(v1alphaBackoff.safeParse({ factors: 2 }))).toEqual(['Unrecognized key: "factors"']);
  });

  it("take null for absent, as Go writes it", () => {
    expect(v1ObjectMeta.parse({ name: "a", creationTimestamp: null, labels: null })).toEqual({ name: "a" });
    expect(v1EventList.parse({ items: null })).toEqual({ items: [] });
    expect(v1EventList.parse({})).toEqual({ items: [] });
  });

  it("give each list items of its own", () => {
    expect(v1EventList.parse({})).not.toBe(v1EventList.parse({}));
    v1EventList.parse({}).items.push({ metadata: {}, involvedObject: {} });
    expect(v1EventList.parse({})).toEqual({ items: [] });
  });

  it("accept a field's other spelling", () => {
    expect(v1alphaOverrideIgnoreDiff.parse({ jSONPointers: ["/a"] })).toEqual({ jsonPointers: ["/a"] });
    expect(v1ObjectMeta.parse({ clusterName: "lab" })).toEqual({ providerName: "lab" });
  });

  it("refuse a field that is there in two spellings", () => {
    expect(
      reasons(v1alphaOverrideIgnoreDiff.safeParse({ jSONPointers: ["/a"], jsonPointers: ["/b"] })),
    ).toEqual(['Unrecognized key: "jSONPointers"']);
  });

  it.each([null, undefined, [], "text", 5])("refuse %j, which is no object", (given) => {
    expect(v1ObjectMeta.safeParse(given).success).toBe(false);
  });
});
