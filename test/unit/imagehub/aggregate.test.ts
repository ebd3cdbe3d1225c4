import fc from "fast-check";
import {
  keywordLabelChanges,
  keywordLabelPatch,
  latestImage,
  organizationStatus,
  repositoryStatus,
} from "../../../model/imagehub/aggregate.js";
import { readCatalogueImage, type CatalogueImage } from "../../../model/imagehub/catalogue-image.js";
import { compareTags } from "../../../model/imagehub/tag-order.js";

function image(tag: string, detail: Record<string, unknown> = {}): CatalogueImage {
  return readCatalogueImage({
    metadata: { name: `labring.mysql.${tag}` },
    spec: { name: `labring/mysql:${tag}`, detail },
  })!;
}

const tagsOf = (images: CatalogueImage[]): string[] =>
  repositoryStatus("labring/mysql", images).tags.map(({ name }) => name);

describe("tags of a Repository", () => {
  it("has the newest first, which is the latest (acceptance 4)", () => {
    const status = repositoryStatus("labring/mysql", [
      image("b", { creatTime: "2023-01-02T00:00:00Z", size: 5 }),
      image("c", { creatTime: "2023-01-03T00:00:00Z" }),
      image("a", { creatTime: "2023-01-01T00:00:00Z" }),
    ]);
    expect(status.name).toBe("labring/mysql");
    expect(status.tags.map(({ name }) => name)).toEqual(["c", "b", "a"]);
    expect(status.latestTag).toEqual({
      name: "c",
      metaName: "labring.mysql.c",
      size: 0,
      creatTime: "2023-01-03T00:00:00Z",
    });
    expect(status.tags[1]).toEqual({
      name: "b",
      metaName: "labring.mysql.b",
      size: 5,
      creatTime: "2023-01-02T00:00:00Z",
    });
  });

  it("orders equal times by version, then by name (acceptance 5)", () => {
    const tags = ["latest", "v8.0.3", "v8.0.25", "8.0.23-14.1", "8.0.23", "edge"];
    const sorted = ["v8.0.25", "8.0.23", "8.0.23-14.1", "v8.0.3", "edge", "latest"];
    expect(tagsOf(tags.map((tag) => image(tag)))).toEqual(sorted);
    expect(tagsOf([...tags].reverse().map((tag) => image(tag)))).toEqual(sorted);
  });

  it("moves the latest tag when the newest Image goes, and has none after the last (acceptance 7)", () => {
    const [old, young] = [
      image("v1", { creatTime: "2023-01-01T00:00:00Z" }),
      image("v2", { creatTime: "2023-01-02T00:00:00Z" }),
    ];
    expect(latestImage([old, young])).toBe(young);
    expect(repositoryStatus("r", [old]).latestTag?.name).toBe("v1");
    expect(repositoryStatus("r", [])).toEqual({ name: "r", tags: [] });
  });

  it("does not depend on the order of the Images", () => {
    const tag = fc.oneof(
      fc.constantFrom("latest", "edge", "v1", "1.0"),
      fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((parts) => `v${parts.join(".")}`),
    );
    const time = fc.constantFrom("1970-01-01T00:00:00Z", "2023-01-01T00:00:00Z", "2023-01-02T00:00:00Z");
    const images = fc.uniqueArray(fc.tuple(tag, time), { selector: ([name]) => name, maxLength: 20 });
    fc.assert(
      fc.property(images, fc.infiniteStream(fc.nat()), (rows, dice: Iterator<number>) => {
        const all = rows.map(([name, creatTime]) => image(name, { creatTime }));
        const shuffled = all
          .map((one) => ({ one, at: Number(dice.next().value) }))
          .sort((left, right) => left.at - right.at)
          .map(({ one }) => one);
        expect(repositoryStatus("r", shuffled)).toEqual(repositoryStatus("r", all));
      }),
    );
  });

  it("compares tags in a total order", () => {
    const tag = fc.record({
      name: fc.constantFrom("v1.0.0", "1.0.0", "1.0.0+a", "1.0.0+b", "v2", "latest", "1.0.0-rc.1"),
      metaName: fc.constantFrom("a", "b"),
      creatTime: fc.constantFrom("1970-01-01T00:00:00Z", "2023-01-01T00:00:00Z", "nonsense"),
    });
    fc.assert(
      fc.property(tag, tag, tag, (a, b, c) => {
        expect(Math.sign(compareTags(a, b)) + Math.sign(compareTags(b, a))).toBe(0);
        if (compareTags(a, b) <= 0 && compareTags(b, c) <= 0)
          expect(compareTags(a, c)).toBeLessThanOrEqual(0);
        expect(compareTags(a, a)).toBe(0);
      }),
    );
  });
});

describe("keyword labels (acceptance 6)", () => {
  const PREFIX = "keyword.imagehub.sealos.io/";

  it("has one label per supported keyword of the latest tag, by exact case", () => {
    const images = [
      image("v1", { keywords: ["GPU"], creatTime: "2023-01-01T00:00:00Z" }),
      image("v2", { keywords: ["Storage", "storage", "operator"], creatTime: "2023-01-02T00:00:00Z" }),
    ];
    expect(keywordLabelChanges({}, images)).toEqual({ set: { [`${PREFIX}Storage`]: "" }, remove: [] });
  });

  it("removes labels of keywords that are gone, and no others", () => {
    const changes = keywordLabelChanges(
      {
        [`${PREFIX}Storage`]: "",
        [`${PREFIX}GitOps`]: "",
        "organization.imagehub.sealos.io": "labring",
        team: "x",
      },
      [image("v1", { keywords: ["Network", "GitOps"] })],
    );
    expect(changes).toEqual({ set: { [`${PREFIX}Network`]: "" }, remove: [`${PREFIX}Storage`] });
    expect(keywordLabelPatch(changes)).toEqual({ [`${PREFIX}Network`]: "", [`${PREFIX}Storage`]: null });
  });

  it("changes nothing the second time", () => {
    const images = [image("v1", { keywords: ["Network"] })];
    const { set } = keywordLabelChanges({}, images);
    expect(keywordLabelChanges({ ...set }, images)).toEqual({ set: {}, remove: [] });
  });
});

describe("reading what the cluster has", () => {
  it("lists repositories once, sorted", () => {
    expect(organizationStatus("a", ["a/c", "a/b", "a/c"])).toEqual({ name: "a", repos: ["a/b", "a/c"] });
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [{ metadata: { name: "x" } }],
    [{ metadata: { name: "x" }, spec: { name: 7 } }],
    [{ metadata: { name: "x" }, spec: null }],
  ])("passes over %j", (object) => {
    expect(readCatalogueImage(object)).toBeUndefined();
  });

  it("takes fields of a wrong type for absent", () => {
    const read = image("v1", { size: "big", keywords: "GPU", creatTime: 5, docs: {}, icon: "" });
    expect(read.detail).toEqual({ keywords: [], size: 0, creatTime: "1970-01-01T00:00:00Z" });
  });
});
