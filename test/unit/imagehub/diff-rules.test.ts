import fc from "fast-check";
import { diffSpecs, type HubMode } from "../../../model/imagehub/diff-rules.js";
import type { JsonObject } from "../../../model/shared/json.js";

const MODES: readonly HubMode[] = ["direct", "controller"];

describe("what a change needs", () => {
  it.each(["Image", "Repository", "Organization"] as const)(
    "%s: another name is another object (acceptance 19)",
    (kind) => {
      for (const mode of MODES) {
        expect(diffSpecs(kind, mode, { name: "a" }, { name: "b" })).toMatchObject({
          action: "replace",
          deleteBeforeReplace: false,
          fields: ["name"],
        });
      }
    },
  );

  it.each(["docs", "icon", "description", "keywords"])(
    "clearing %s is a replacement where webhooks fill it back (acceptance 20)",
    (field) => {
      const before = { name: "a/b:1", detail: { [field]: field === "keywords" ? ["GPU"] : "x", url: "u" } };
      for (const after of [
        { name: "a/b:1", detail: { url: "u" } },
        { name: "a/b:1", detail: { [field]: field === "keywords" ? [] : "", url: "u" } },
      ]) {
        expect(diffSpecs("Image", "controller", before, after)).toMatchObject({
          action: "replace",
          deleteBeforeReplace: true,
        });
        expect(diffSpecs("Image", "direct", before, after)).toMatchObject({ action: "update" });
      }
    },
  );

  it("clearing the whole detail counts as clearing each field", () => {
    expect(diffSpecs("Image", "controller", { detail: { docs: "x" } }, {})).toMatchObject({
      action: "replace",
      fields: ["detail.docs"],
    });
  });

  it.each([
    ["Image", { detail: { description: "a" } }, { detail: { description: "b" } }],
    ["Image", { detail: { url: "a" } }, { detail: {} }],
    ["Image", {}, { detail: { docs: "new" } }],
    ["Image", { type: "cloud-image" }, { type: "cluster-image" }],
    ["Repository", { isPrivate: false }, { isPrivate: true }],
    ["Organization", { manager: ["a"] }, { manager: ["a", "b"] }],
  ] as const)("%s: %j → %j is an update", (kind, before, after) => {
    for (const mode of MODES) {
      expect(diffSpecs(kind, mode, before, after)).toMatchObject({ action: "update", warnings: [] });
    }
  });

  it("warns of a creator that changes", () => {
    const diff = diffSpecs("Organization", "controller", { creator: "a" }, { creator: "b" });
    expect(diff.action).toBe("update");
    expect(diff.warnings).toEqual([expect.stringContaining("webhook sets the creator")]);
  });

  it.each(["type", "names", "expireTime"])("a DataPack with other %s is another object", (field) => {
    expect(diffSpecs("DataPack", "direct", { [field]: "a" }, { [field]: "b" })).toMatchObject({
      action: "replace",
      deleteBeforeReplace: false,
    });
  });

  it("lets the new object come first when its name is new, whatever else is cleared", () => {
    const before = { name: "a/b:1", detail: { docs: "x" } };
    expect(diffSpecs("Image", "controller", before, { name: "a/b:2" })).toMatchObject({
      action: "replace",
      deleteBeforeReplace: false,
    });
  });

  it("finds nothing between equals, also when what is absent is written in another way", () => {
    const spec = fc.dictionary(
      fc.constantFrom("name", "type", "detail"),
      fc.jsonValue(),
    ) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(spec, fc.constantFrom(...MODES), (one, mode) => {
        expect(diffSpecs("Image", mode, one, structuredClone(one)).action).toBe("none");
      }),
    );
    expect(
      diffSpecs("Image", "controller", { detail: { docs: "", keywords: [] } }, { detail: {} }).action,
    ).toBe("none");
    expect(diffSpecs("Image", "controller", { type: null }, {}).action).toBe("none");
  });
});
