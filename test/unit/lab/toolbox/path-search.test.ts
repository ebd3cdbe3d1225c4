import { symlinkSync } from "node:fs";
import path from "node:path";
import { executablesOnPath, searchPath } from "../../../../lab/toolbox/path-search.js";
import { workbench, writeScript, type Workbench } from "./workbench.js";

const rule = { versionArgs: ["version", "--client"], range: ">=1.35.0 <1.38.0" };

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => {
  bench.remove();
});

function search(...folders: string[]): ReturnType<typeof searchPath> {
  return searchPath("sample", rule, { ...bench.machine, env: { PATH: folders.join(":") } });
}

test("an old one is refused, and a suitable one behind it is found", async () => {
  const old = writeScript(
    path.join(bench.folder, "old", "sample"),
    "echo Client Version: v1.32.4-dispatcher",
  );
  const good = writeScript(path.join(bench.folder, "good", "sample"), "echo Client Version: v1.36.1");
  expect(await search(path.dirname(old), path.dirname(good))).toEqual([
    { binary: old, version: "1.32.4-dispatcher", suitable: false },
    { binary: good, version: "1.36.1", suitable: true },
  ]);
});

test.each([
  ["fails", "echo broken >&2; exit 1"],
  ["says nothing", ":"],
])("one that %s is not suitable", async (_title, body) => {
  bench.script("sample", body);
  expect(await search(bench.bin)).toMatchObject([{ version: undefined, suitable: false }]);
});

test("a binary is asked once, until it changes", async () => {
  const body = (version: string): string => `echo asked >>${bench.folder}/asked; echo ${version}`;
  const ask = async (): Promise<unknown> => (await search("/bin", bench.bin)).map(({ version }) => version);
  bench.script("sample", body("v1.35.0"));
  expect(await ask()).toEqual(["1.35.0"]);
  expect(await ask()).toEqual(["1.35.0"]);
  expect(bench.read("asked")).toBe("asked\n");
  bench.script("sample", `${body("v1.36.10")} # longer`);
  expect(await ask()).toEqual(["1.36.10"]);
  expect(bench.read("asked")).toBe("asked\nasked\n");
});

test("a damaged memory is as good as none", async () => {
  bench.script("sample", "echo v1.35.0");
  bench.write("cache/lab/path/sample.json", '["no');
  expect(await search(bench.bin)).toMatchObject([{ version: "1.35.0" }]);
  bench.write("cache/lab/path/sample.json", '{"not json": "1.0.0"}');
  expect(await search(bench.bin)).toMatchObject([{ version: "1.35.0" }]);
});

test("one file that is reached twice counts once; folders, plain files and relative folders do not count", () => {
  const real = bench.script("sample", ":");
  symlinkSync(bench.bin, path.join(bench.folder, "again"));
  bench.write("plain/sample", "text");
  bench.write("folder/sample/x", "text");
  const folders = ["bin", path.join(bench.folder, "plain"), path.join(bench.folder, "folder")];
  const found = executablesOnPath(
    "sample",
    [...folders, bench.bin, path.join(bench.folder, "again")].join(":"),
  );
  expect(found).toEqual([real]);
});
