import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { SAMPLE, sampleToolbox } from "./sample-toolbox.js";
import { fakeGo, recordedReport, workbench, writeScript, type Workbench } from "./workbench.js";

let bench: Workbench;
let report: ReturnType<typeof recordedReport>;
let entry: string;

beforeEach(() => {
  bench = workbench();
  report = recordedReport();
  entry = path.join(bench.machine.cache, "lab", "kwok-1.2.3-linux-amd64");
  fakeGo(bench);
});
afterEach(() => {
  bench.remove();
});

const runs = (binary: string): string => execFileSync(binary, { encoding: "utf8" }).trim();

test("what is missing is built once and then comes out of the cache", async () => {
  const binary = await sampleToolbox(bench.machine).tool("kwok", report);
  expect(binary).toBe(path.join(entry, "kwok"));
  expect(runs(binary)).toBe("v1.2.3");
  expect(report.lines).toEqual([expect.stringMatching(/^built kwok 1\.2\.3 in \d+ s$/)]);
  expect(await sampleToolbox(bench.machine).tool("kwok", report)).toBe(binary);
  expect(bench.read("builds")).toBe("start kwok\nend kwok\n");
});

test("a suitable one on PATH is used, whatever the cache holds", async () => {
  await sampleToolbox(bench.machine).tool("kwok", report);
  const own = bench.script("kwok", "echo kwok version v1.2.9 go1.26.8");
  expect(await sampleToolbox(bench.machine).tool("kwok", report)).toBe(own);
});

test("an unsuitable one on PATH is named and not used", async () => {
  const old = bench.script("kwok", "echo v1.1.0");
  expect(await sampleToolbox(bench.machine).tool("kwok", report)).toBe(path.join(entry, "kwok"));
  expect(report.lines[0]).toBe(`not used: ${old} is 1.1.0, wanted >=1.2.0 <1.3.0`);
});

test("a damaged entry is made again, and the reason is told", async () => {
  await sampleToolbox(bench.machine).tool("kwok", report);
  chmodSync(path.join(entry, "kwok"), 0o644);
  expect(await sampleToolbox(bench.machine).locate("kwok")).toMatchObject({ place: "nowhere" });
  expect(runs(await sampleToolbox(bench.machine).tool("kwok", report))).toBe("v1.2.3");
  expect(report.lines).toContain(
    "kwok 1.2.3 in the cache is damaged (kwok: not executable); making it again",
  );
});

test("callers in one process share the work; a failure is not remembered", async () => {
  const toolbox = sampleToolbox(bench.machine);
  bench.script("go", "exit 1");
  await expect(toolbox.tool("kwok", report)).rejects.toThrow("Go is not installed");
  fakeGo(bench);
  const [one, two] = await Promise.all([toolbox.tool("kwok", report), toolbox.tool("kwok", report)]);
  expect(one).toBe(two);
  expect(bench.read("builds")).toBe("start kwok\nend kwok\n");
});

test("the language host beside an accepted pulumi is taken, also behind a link", async () => {
  const installed = path.join(bench.folder, "opt", "pulumi");
  writeScript(path.join(installed, "pulumi"), "echo v1.2.5");
  const host = writeScript(path.join(installed, "pulumi-language-nodejs"), "exit 2");
  symlinkSync(path.join(installed, "pulumi"), path.join(bench.bin, "pulumi"));
  expect(await sampleToolbox(bench.machine).tool("pulumi-language-nodejs", report)).toBe(host);
  expect(existsSync(path.join(bench.folder, "builds"))).toBe(false);
});

test("a language host on PATH without its pulumi is not trusted", async () => {
  bench.script("pulumi-language-nodejs", "exit 2");
  const binary = await sampleToolbox(bench.machine).tool("pulumi-language-nodejs", report);
  expect(binary).toMatch(/lab\/pulumi-language-nodejs-1\.2\.3-linux-amd64\/pulumi-language-nodejs$/);
  expect(bench.read("builds")).toBe(
    "start pulumi\nend pulumi\nstart pulumi-language-nodejs\nend pulumi-language-nodejs\n",
  );
});

test("a build that yields another version is refused and never reaches the cache", async () => {
  const toolbox = sampleToolbox(bench.machine, { ...SAMPLE, version: "1.2.4" });
  await expect(toolbox.tool("kwok", report)).rejects.toThrow(
    "kwok 1.2.4: cannot be had\n- build: kwok: it says it is 1.2.3, not 1.2.4",
  );
  expect(
    readdirSync(path.join(bench.machine.cache, "lab")).filter((name) => name.startsWith("kwok")),
  ).toEqual([]);
});

test("on a system without tools the message says so", async () => {
  const toolbox = sampleToolbox({ ...bench.machine, platform: undefined });
  await expect(toolbox.tool("kwok", report)).rejects.toThrow(
    "kwok: there is no such tool for this system. Use Linux",
  );
});
