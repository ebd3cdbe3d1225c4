import {
  dnsLabelFault,
  isDnsLabel,
  isDnsSubdomain,
  isLabelValue,
  labelKeyFault,
  labelValueFault,
} from "../../../model/shared/names.js";

const X63 = "x".repeat(63);

describe("names", () => {
  it.each([
    ["a", true],
    ["a-1", true],
    [X63, true],
    [`${X63}x`, false],
    ["", false],
    ["-a", false],
    ["a-", false],
    ["a.b", false],
    ["A", false],
    ["a_b", false],
    ["ä", false],
    ["a\n", false],
  ])("label %j: %s", (text, good) => {
    expect(isDnsLabel(text)).toBe(good);
  });

  it.each([
    ["labring.mysql.v8.0.25", true],
    [[X63, X63, X63, "x".repeat(61)].join("."), true],
    [[X63, X63, X63, "x".repeat(62)].join("."), false],
    ["a..b", false],
    [".a", false],
    ["a.", false],
    ["a.-b", false],
    ["a-.b", false],
    ["A.b", false],
    ["", false],
  ])("subdomain %j: %s", (text, good) => {
    expect(isDnsSubdomain(text)).toBe(good);
  });

  it.each([
    ["", true],
    ["V1_2.3-4", true],
    [X63, true],
    [`${X63}x`, false],
    ["a-", false],
    ["_a", false],
    ["a b", false],
    ["a/b", false],
    ["a\n", false],
  ])("label value %j: %s", (text, good) => {
    expect(isLabelValue(text)).toBe(good);
  });

  it.each([
    ["organization.imagehub.sealos.io", undefined],
    ["keyword.imagehub.sealos.io/GitOps", undefined],
    ["a/b/c", expect.stringContaining("must consist of letters")],
    ["A.b/c", expect.stringContaining("prefix")],
    ["/c", expect.stringContaining("prefix")],
    ["a/", "must not be empty"],
    ["", "must not be empty"],
  ])("label key %j", (text, fault) => {
    expect(labelKeyFault(text)).toEqual(fault);
  });

  it("says how much too long a name is", () => {
    expect(dnsLabelFault(`${X63}xy`)).toBe("must have at most 63 characters and has 65");
    expect(labelValueFault(`${X63}xy`)).toBe("must have at most 63 characters and has 65");
  });
});
