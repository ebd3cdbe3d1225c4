import path from "node:path";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { removeCompilerCaches } from "../../../../lab/toolbox/compiler-cache.js";
import { findGo, goBuild, goBuildArgs, goBuildEnvironment } from "../../../../lab/toolbox/go-build.js";
import { buildLock } from "../../../../lab/toolbox/compiler-cache.js";
import { takeLock } from "../../../../lab/toolbox/lock.js";
import { fakeGo, recordedReport, workbench, type Workbench } from "./workbench.js";

const build = {
  folder: "sample",
  package: "some.example/cmd/sample",
  tags: ["one", "two"],
  stamps: { "some.example/version.v": "v1.2.3" },
  coldSeconds: 143,
};

let bench: Workbench;
let report: ReturnType<typeof recordedReport>;
beforeEach(() => {
  bench = workbench();
  report = recordedReport();
});
afterEach(() => {
  bench.remove();
});

const run = (): Promise<void> => {
  return goBuild("sample 1.2.3", build, path.join(bench.folder, "sample"), bench.machine, report);
};

test("stripped, reproducible, tagged and stamped", () => {
  expect(goBuildArgs(build, "/out/sample")).toEqual([
    "build",
    "-v",
    "-trimpath",
    "-tags",
    "one,two",
    "-ldflags",
    "-s -w -X some.example/version.v=v1.2.3",
    "-o",
    "/out/sample",
    "some.example/cmd/sample",
  ]);
});

test("the user's network settings stay, what decides about the result is fixed", () => {
  const machine = {
    ...bench.machine,
    env: {
      GOPROXY: "https://proxy.example",
      GOFLAGS: "-mod=mod",
      GOOS: "plan9",
      GOWORK: "/w",
      CGO_ENABLED: "1",
    },
  };
  expect(goBuildEnvironment(build, machine)).toEqual({
    GOPROXY: "https://proxy.example",
    GOFLAGS: "-buildvcs=false -mod=readonly",
    GOOS: "linux",
    GOARCH: "amd64",
    GOWORK: "off",
    GOTOOLCHAIN: "local",
    CGO_ENABLED: "0",
    GOCACHE: path.join(machine.cache, "compiler", "go-build"),
    GOMODCACHE: path.join(machine.cache, "compiler", "go-mod"),
  });
  expect(goBuildEnvironment({ ...build, cgo: true }, machine).CGO_ENABLED).toBe("1");
});

test.each([
  ["link: write /tmp/x: no space left on device", "Free some disk space"],
  ['cgo: C compiler "gcc" not found: exec: "gcc"', "apt-get install gcc"],
  ["go: go.mod requires go >= 1.99.0 (running go 1.26.8; GOTOOLCHAIN=local)", "Install a newer Go"],
  ["dial tcp: lookup proxy.golang.org: no such host", "set GOPROXY to a proxy within reach"],
  ["verifying x@v1: checksum mismatch", "something else than go.sum records"],
  ["compile: signal: killed", "ran out of memory"],
  ["syntax error", "The whole log is in that file"],
])("a build that fails with %j shows the end of its log and what to do", async (line, next) => {
  bench.script("go", `[ "$1" = env ] && echo go1.26.8 && exit; seq 1 100 >&2; echo '${line}' >&2; exit 1`);
  const error = await run().then(
    () => "no error",
    (thrown: unknown) => String(thrown),
  );
  const log = path.join(bench.machine.cache, "lab", "logs", "sample.log");
  expect(error).toContain(`${log}: building sample 1.2.3 failed:`);
  expect(error).toContain(`  100\n  ${line}\n`);
  expect(error).not.toContain("  50\n");
  expect(error).toContain(next);
  expect(bench.read("cache/lab/logs/sample.log")).toMatch(/^1\n2\n/);
});

test.each([
  ["exit 127", "Go is not installed. Install Go 1.26.6 or newer"],
  ["echo go1.19.8", "Go 1.19.8 is too old. Install Go 1.26.6 or newer"],
  ["echo go1.25", "Go 1.25.0 is too old"],
])("a Go that answers %j is refused before anything is built", async (body, message) => {
  bench.script("go", `[ "$1" = env ] || touch ${bench.folder}/built; ${body}`);
  await expect(run()).rejects.toThrow(message);
  expect(existsSync(path.join(bench.folder, "built"))).toBe(false);
});

test("a first release of a Go line has no patch number", async () => {
  bench.script("go", "echo go1.27");
  expect(await findGo(bench.machine)).toBe("1.27.0");
});

test("without a C compiler a cgo build does not begin", async () => {
  fakeGo(bench);
  const machine = { ...bench.machine, env: { PATH: bench.bin } };
  await expect(
    goBuild("kubelet", { ...build, cgo: true }, "/nowhere/kubelet", machine, report),
  ).rejects.toThrow("there is no C compiler. Install one (Debian: apt-get install gcc libc6-dev)");
});

describe("the compiler's caches", () => {
  const compiler = (): string => path.join(bench.machine.cache, "compiler");
  beforeEach(() => {
    fakeGo(bench);
    mkdirSync(path.join(compiler(), "go-build"), { recursive: true });
    writeFileSync(path.join(compiler(), "go-build", "object"), "");
  });

  test("are removed when the tools are built", async () => {
    await removeCompilerCaches(bench.machine, report);
    expect(existsSync(compiler())).toBe(false);
    expect(report.lines).toEqual([
      "removed the compiler's caches (GROUNDPLAN_KEEP_COMPILER_CACHE=1 keeps them)",
    ]);
    await removeCompilerCaches(bench.machine, report);
    expect(report.lines).toHaveLength(1);
  });

  test("stay when they are to be kept", async () => {
    const env = { ...bench.machine.env, GROUNDPLAN_KEEP_COMPILER_CACHE: "1" };
    await removeCompilerCaches({ ...bench.machine, env }, report);
    expect(existsSync(compiler())).toBe(true);
  });

  test("stay while another build runs", async () => {
    const lock = await takeLock(buildLock(bench.machine), "a build", () => undefined);
    await removeCompilerCaches(bench.machine, report);
    expect(existsSync(compiler())).toBe(true);
    await lock.release();
  });
});
