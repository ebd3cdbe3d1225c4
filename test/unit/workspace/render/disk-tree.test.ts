import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { diskTree } from "../../../../clients/render/disk-tree.js";

describe("files on disk", () => {
  let top: string;
  beforeEach(() => {
    top = mkdtempSync(path.join(tmpdir(), "groundplan-tree-"));
    mkdirSync(path.join(top, "app/deep"), { recursive: true });
    writeFileSync(path.join(top, "app/a.yaml"), "text");
    symlinkSync("../away", path.join(top, "app/link"));
  });
  afterEach(() => {
    rmSync(top, { recursive: true });
  });

  it("are told with their kinds and sizes, links as links", async () => {
    const entries = await diskTree(top).entries("app");
    expect(entries.toSorted((left, right) => left.name.localeCompare(right.name))).toEqual([
      { name: "a.yaml", kind: "file", size: 4 },
      { name: "deep", kind: "folder", size: 0 },
      { name: "link", kind: "link", size: 0 },
    ]);
    expect(await diskTree(top).linkTarget("app/link")).toBe("../away");
  });

  it("are none where nothing is, or a file is in the way", async () => {
    expect(await diskTree(top).entry("app/gone")).toBeUndefined();
    expect(await diskTree(top).entry("app/a.yaml/below")).toBeUndefined();
    expect(await diskTree(top).entry("app/a.yaml")).toEqual({ name: "a.yaml", kind: "file", size: 4 });
  });

  it("are read, however many at once", async () => {
    const names = Array.from({ length: 300 }, (_, index) => `app/deep/${index}`);
    for (const name of names) writeFileSync(path.join(top, name), name);
    const tree = diskTree(top);
    const read = await Promise.all(names.map((name) => tree.read(name)));
    expect(read.map((bytes) => Buffer.from(bytes).toString())).toEqual(names);
  });
});
