import fc from "fast-check";
import { compareObject } from "../../../../model/workspace/compare/compare.js";
import { maskChanges, maskSecrets } from "../../../../model/workspace/compare/mask.js";
import { configMap, lastApplied, secret } from "./objects.js";

const NARROW = "++++++++";
const WIDE = "++++++++++++";
const WIDEST = "++++++++++++++++";

describe("masking Secrets", () => {
  it("gives equal values equal masks and different ones different widths", () => {
    const target = secret({ data: { same: "eA==", other: "eA==", added: "eA==" } });
    const live = secret({ data: { same: "eA==", other: "eQ==", gone: "eA==" } });
    expect(maskSecrets([target, live])).toEqual([
      secret({ data: { same: NARROW, other: NARROW, added: NARROW } }),
      secret({ data: { same: NARROW, other: WIDE, gone: NARROW } }),
    ]);
  });

  it("reaches into what client-side apply recorded", () => {
    const recorded = secret({ stringData: { a: "z" } });
    const [target, live] = maskSecrets([
      secret({ stringData: { a: "x" } }),
      lastApplied(secret({ data: { a: "eQ==" } }), recorded),
    ]);
    expect(target).toEqual(secret({ data: { a: NARROW } }));
    expect(live?.["data"]).toEqual({ a: WIDEST });
    expect(live?.metadata.annotations).toEqual({
      "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(secret({ data: { a: WIDE } })),
    });
  });

  it.each(["{", "[]", '{"data":{"a":"eA=="}}', '"eA=="'])(
    "hides all of a recorded manifest that is %s",
    (text) => {
      const [live] = maskSecrets([lastApplied(secret({}), text)]);
      expect(Object.values(live?.metadata.annotations ?? {})).toEqual([NARROW]);
    },
  );

  it("hides data of any shape", () => {
    expect(
      maskSecrets([secret({ data: "eA==" }), secret({ stringData: ["x"] }), secret({ data: { a: 1 } })]),
    ).toEqual([secret({ data: NARROW }), secret({ stringData: WIDE }), secret({ data: { a: NARROW } })]);
  });

  it("leaves other kinds and absent objects alone", () => {
    const custom = { ...configMap({ a: "x" }), apiVersion: "example.com/v1", kind: "Secret" };
    expect(maskSecrets([undefined, configMap({ a: "x" }), custom])).toEqual([
      undefined,
      configMap({ a: "x" }),
      custom,
    ]);
  });

  it("keeps which values are equal and shows no content", () => {
    const values = fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("alpha", "beta", "gamma"));
    fc.assert(
      fc.property(fc.array(values), (all) => {
        const masked = maskSecrets(all.map((stringData) => secret({ stringData })));
        const data = masked.map((object) => object?.["data"] as Record<string, string>);
        for (const key of ["a", "b"]) {
          for (const [i, left] of all.entries()) {
            for (const [j, right] of all.entries()) {
              expect(data[i]![key] === data[j]![key]).toBe(left[key] === right[key]);
            }
          }
        }
        expect(JSON.stringify(masked)).not.toMatch(/alpha|beta|gamma|YWxwaGE|YmV0YQ|Z2FtbWE/);
      }),
    );
  });
});

describe("masking changes", () => {
  it("masks each value of a Secret, and nothing else", () => {
    const target = {
      ...secret({ stringData: { a: "x", b: "x" }, metadata: { labels: { l: "1" } } }),
      type: "T",
    };
    const live = secret({ data: { a: "eQ==", b: "eA==" } });
    const diff = maskChanges(target, compareObject(target, live));
    expect(diff).toEqual({
      modified: true,
      changes: [
        { path: "metadata.labels", live: undefined, target: { l: "1" } },
        { path: "type", live: undefined, target: "T" },
        { path: "data.a", live: WIDE, target: NARROW },
      ],
    });
  });

  it("masks a new object and a whole map", () => {
    const target = secret({ stringData: { a: "x" } });
    expect(maskChanges(target, compareObject(target, undefined)).changes).toEqual([
      { path: "", live: undefined, target: secret({ data: { a: NARROW } }) },
    ]);
    expect(maskChanges(target, compareObject(target, secret({}))).changes).toEqual([
      { path: "data", live: undefined, target: { a: NARROW } },
    ]);
  });

  it("leaves the changes of other kinds alone", () => {
    const diff = compareObject(configMap({ a: "x" }), configMap({ a: "y" }));
    expect(maskChanges(configMap({}), diff)).toBe(diff);
  });
});
