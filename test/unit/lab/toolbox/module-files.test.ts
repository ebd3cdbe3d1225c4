import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { ToolRow } from "../../../../lab/toolbox/rows.js";
import { SAMPLE, sampleToolbox } from "./sample-toolbox.js";
import { fakeGo, recordedReport, workbench, type Workbench } from "./workbench.js";

let bench: Workbench;

beforeEach(() => {
  bench = workbench();
  fakeGo(bench);
});
afterEach(() => {
  bench.remove();
});

const row: ToolRow = {
  ...SAMPLE,
  goBuild: {
    folder: "sample",
    package: "some.example/sample",
    files: { module: "some.example/sample", from: "charts", pattern: /^[^.]*\.yaml$/, to: "crds" },
    coldSeconds: 1,
  },
};

test("a tool's files are beside it, without the module's folders, and can be removed again", async () => {
  bench.write("module/charts/one.yaml", "one");
  bench.write("module/charts/generated/two.yaml", "two");
  bench.write("module/charts/three.test.yaml", "no");
  bench.write("module/charts/README.md", "no");
  const binary = await sampleToolbox(bench.machine, row).tool("kwok", recordedReport());
  const crds = path.join(path.dirname(binary), "crds");
  expect(readdirSync(crds).sort()).toEqual(["one.yaml", "two.yaml"]);
  expect(readFileSync(path.join(crds, "two.yaml"), "utf8")).toBe("two");
  expect(statSync(path.join(crds, "one.yaml")).mode & 0o200).not.toBe(0);
});

test("without the files the tool does not get into the cache", async () => {
  bench.write("module/charts/README.md", "no");
  await expect(sampleToolbox(bench.machine, row).tool("kwok", recordedReport())).rejects.toThrow(
    "holds no file that matches",
  );
  const cached = readdirSync(path.join(bench.machine.cache, "lab")).filter((name) => name.startsWith("kwok"));
  expect(cached).toEqual([]);
});
