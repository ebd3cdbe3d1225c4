import fc from "fast-check";
import {
  formatOciReference,
  formatPinned,
  formatPinnedWithTag,
  isOciRepository,
  parseOciReference,
  type OciReference,
} from "../../../model/shared/oci-reference.js";

const SHA = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("parseOciReference", () => {
  it.each<[string, OciReference]>([
    ["mysql", { repository: "mysql" }],
    ["labring/mysql:v8.0.25", { repository: "labring/mysql", tag: "v8.0.25" }],
    ["localhost/mysql", { host: "localhost", repository: "mysql" }],
    ["localhost:5000/mysql:v1", { host: "localhost:5000", repository: "mysql", tag: "v1" }],
    ["hub.sealos.cn/labring/mysql:V_8", { host: "hub.sealos.cn", repository: "labring/mysql", tag: "V_8" }],
    ["[::1]:5000/a/b", { host: "[::1]:5000", repository: "a/b" }],
    [`ghcr.io/a/b@${SHA}`, { host: "ghcr.io", repository: "a/b", digest: SHA }],
    [`ghcr.io/a/b:v1@${SHA}`, { host: "ghcr.io", repository: "a/b", tag: "v1", digest: SHA }],
    ["a__b/c--d", { repository: "a__b/c--d" }],
  ])("reads %s", (text, reference) => {
    expect(parseOciReference(text)).toEqual({ ok: true, reference });
    expect(formatOciReference(reference)).toBe(text);
  });

  it.each([
    ["", "names no repository"],
    [":v1", "names no repository"],
    ["hub.sealos.cn/", "names no repository"],
    ["Labring/mysql", '"Labring" cannot be part'],
    ["a//b", '"" cannot be part'],
    ["a/b:", '"" is no tag'],
    [`a:${"x".repeat(129)}`, "is no tag"],
    ["a:b:c", '"b:c" is no tag'],
    ["a@sha256:abc", '"sha256:abc" is no digest'],
    [`a@${SHA.toUpperCase()}`, "is no digest"],
    ["-a.b/c", '"-a.b" is no host'],
    [`h.io/${"x".repeat(255)}`, "more than 255"],
  ])("refuses %j: %s", (text, reason) => {
    const parsed = parseOciReference(text);
    expect(parsed.ok ? "" : parsed.reason).toContain(reason);
  });

  it("reads what it writes", () => {
    const component = fc.stringMatching(/^[a-z0-9]{1,8}((\.|_|__|-)[a-z0-9]{1,8}){0,2}$/);
    const reference = fc.record(
      {
        host: fc.constantFrom("localhost", "h.io", "h.io:443", "127.0.0.1:5000"),
        repository: fc.array(component, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
        tag: fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/),
        digest: fc.stringMatching(/^sha256:[a-f0-9]{64}$/),
      },
      { requiredKeys: ["host", "repository"] },
    );
    fc.assert(
      fc.property(reference, (written) => {
        expect(parseOciReference(formatOciReference(written))).toEqual({ ok: true, reference: written });
      }),
    );
  });

  it("pins with and without the tag", () => {
    const reference = { host: "h.io", repository: "a/b", tag: "v1" };
    expect(formatPinned(reference, SHA)).toBe(`h.io/a/b@${SHA}`);
    expect(formatPinnedWithTag(reference, SHA)).toBe(`h.io/a/b:v1@${SHA}`);
    expect(formatPinnedWithTag({ repository: "a/b" }, SHA)).toBe(`a/b@${SHA}`);
  });

  it("knows which paths are repositories", () => {
    expect(["a", "a/b", "a.b/c-d"].map(isOciRepository)).toEqual([true, true, true]);
    expect(["", "a/", "../a", "a/..", "A", "a?b"].map(isOciRepository)).toEqual(Array(6).fill(false));
  });
});
