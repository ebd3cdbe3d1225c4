import fc from "fast-check";
import { normaliseDataPack } from "../../../model/imagehub/plan-data-packs.js";
import { dataPackName } from "../../../model/imagehub/datapack-name.js";
import { dataPackSpec, nameStrategy } from "../../../model/imagehub/schemas.js";

describe("the normal form of a DataPack", () => {
  const spec = fc
    .record({
      names: fc.array(fc.constantFrom("a/b:1", "a/b:2", "c/d:1", "é/f:1")),
      type: fc.constantFrom("base", "grid", "detail"),
      expireTime: fc.constantFrom("2h", "120m", "90s"),
      nameStrategy: fc.constantFrom(...nameStrategy.options),
    })
    .map((fields) => dataPackSpec.parse(fields));

  it("is its own normal form, and keeps the name", () => {
    fc.assert(
      fc.property(spec, (one) => {
        const normal = normaliseDataPack(one);
        expect(normaliseDataPack(normal)).toEqual(normal);
        expect(dataPackName(normal, normal.nameStrategy)).toBe(dataPackName(one, one.nameStrategy));
      }),
    );
  });

  it("keeps the order that the web page's name depends on", () => {
    const names = ["c/d:1", "a/b:1"];
    expect(normaliseDataPack(dataPackSpec.parse({ names, nameStrategy: "sealos-md5" })).names).toEqual(names);
    expect(normaliseDataPack(dataPackSpec.parse({ names })).names).toEqual(["a/b:1", "c/d:1"]);
  });
});
