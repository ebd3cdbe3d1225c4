import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { extractFromZip } from "../../../../lab/toolbox/zip.js";
import { workbench, type Workbench } from "./workbench.js";
import { zipArchive } from "./zip-archive.js";

let bench: Workbench;
let archive: string;
let target: string;

beforeEach(() => {
  bench = workbench();
  archive = path.join(bench.folder, "archive.zip");
  target = path.join(bench.folder, "target");
});
afterEach(() => {
  bench.remove();
});

const FILES = {
  "pack/__init__.py": "import this",
  "pack/_bin/tool": "x".repeat(100_000),
  "pack/_bin/tool2": "other",
};

test.each(["deflated", "stored"] as const)("the one file that is wanted is taken, %s", async (how) => {
  writeFileSync(archive, zipArchive(FILES, how));
  await extractFromZip(archive, "pack/_bin/tool", target);
  expect(readFileSync(target, "utf8")).toBe(FILES["pack/_bin/tool"]);
});

test("an archive without the file, and a file that is no archive, are refused", async () => {
  writeFileSync(archive, zipArchive(FILES));
  await expect(extractFromZip(archive, "pack/_bin", target)).rejects.toThrow("holds no pack/_bin");
  writeFileSync(archive, "<html>Sign in</html>");
  await expect(extractFromZip(archive, "pack/_bin/tool", target)).rejects.toThrow("is no zip archive");
  expect(existsSync(target)).toBe(false);
});
