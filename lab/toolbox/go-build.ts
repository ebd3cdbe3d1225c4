import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import semver from "semver";
import { Failure } from "../../model/shared/errors.js";
import { inWords, type Report } from "../report.js";
import { buildAdvice } from "./build-advice.js";
import { buildLock, compilerCaches } from "./compiler-cache.js";
import { holderOf } from "./lock.js";
import type { Machine } from "./machine.js";
import { executablesOnPath } from "./path-search.js";
import type { GoBuild } from "./rows.js";
import { runCommand } from "./run-command.js";
import { versionIn } from "./tool-version.js";

/** The oldest Go that the modules below `lab/tools` ask for. */
export const MINIMUM_GO = "1.26.6";

const STATUS_EVERY_MS = 2_000;
const TAIL_LINES = 15;
const STARTED = "@started";

/** Arguments of `go` for a build. */
export function goBuildArgs(build: GoBuild, output: string): readonly string[] {
  const stamps = Object.entries(build.stamps ?? {}).map(([variable, value]) => `-X ${variable}=${value}`);
  return [
    "build",
    // Names each package as it is compiled: the only sign of progress that there is.
    "-v",
    "-trimpath",
    ...(build.tags === undefined ? [] : ["-tags", build.tags.join(",")]),
    "-ldflags",
    ["-s", "-w", ...stamps].join(" "),
    "-o",
    output,
    build.package,
  ];
}

/** Environment of a build: what the user has set for Go's network stays, what decides about the result is fixed. */
export function goBuildEnvironment(build: GoBuild, machine: Machine): Record<string, string | undefined> {
  return {
    ...machine.env,
    ...compilerCaches(machine),
    CGO_ENABLED: build.cgo === true ? "1" : "0",
    GOFLAGS: "-buildvcs=false -mod=readonly",
    GOTOOLCHAIN: "local",
    GOWORK: "off",
    GOOS: machine.platform?.os,
    GOARCH: machine.platform?.arch,
  };
}

/**
 * Builds a tool. One build runs at a time; it holds the lock itself, so that the next one waits for it even when
 * the run that started it was killed.
 * @throws Failure with the end of the log, the log's place and what to do.
 */
export async function goBuild(
  title: string,
  build: GoBuild,
  output: string,
  machine: Machine,
  report: Report,
): Promise<void> {
  await requireGo(machine);
  if (build.cgo === true) requireCompiler(machine);
  const log = path.join(machine.cache, "lab", "logs", `${path.basename(output)}.log`);
  mkdirSync(path.dirname(log), { recursive: true });
  const start = Date.now();
  const { code, tail } = await runBuild(title, build, output, machine, log, report);
  if (code !== 0) {
    throw new Failure({
      what: `building ${title} failed:\n${tail.map((line) => `  ${line}`).join("\n")}\n`,
      where: log,
      next: buildAdvice(tail.join("\n")),
    });
  }
  report.line(`built ${title} in ${inWords(Date.now() - start)}`);
}

async function runBuild(
  title: string,
  build: GoBuild,
  output: string,
  machine: Machine,
  log: string,
  report: Report,
): Promise<{ code: number | null; tail: readonly string[] }> {
  const lock = buildLock(machine);
  mkdirSync(path.dirname(lock), { recursive: true });
  const flock = executablesOnPath("flock", machine.env.PATH)[0];
  const shell = [
    "sh",
    "-c",
    `echo ${STARTED} >&2; exec nice -n 10 go "$@"`,
    "go",
    ...goBuildArgs(build, output),
  ];
  const [command = "sh", ...args] = flock === undefined ? shell : [flock, "--exclusive", lock, ...shell];
  const child = spawn(command, args, {
    cwd: path.join(machine.modules, build.folder),
    env: goBuildEnvironment(build, machine),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const logFile = createWriteStream(log);
  const tail: string[] = [];
  let packages = 0;
  let status = `waiting for another build (${holderOf(lock)})`;
  const ticker = setInterval(() => {
    report.status(status);
  }, STATUS_EVERY_MS);
  const lines = createInterface({ input: child.stderr });
  lines.on("line", (line) => {
    if (line === STARTED) {
      writeFileSync(lock, `${title}, process ${process.pid}\n`);
      status = `building ${title} (the first time about ${inWords(build.coldSeconds * 1000)})`;
      report.status(status);
      return;
    }
    packages += 1;
    status = `building ${title}: ${packages} packages, ${line}`;
    logFile.write(`${line}\n`);
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return { code, tail };
  } finally {
    clearInterval(ticker);
    report.status("");
    logFile.end();
    await finished(logFile);
  }
}

async function requireGo(machine: Machine): Promise<void> {
  const go = await findGo(machine);
  if (go === undefined) {
    throw new Failure({
      what: "Go is not installed",
      next: `Install Go ${MINIMUM_GO} or newer from https://go.dev/dl/`,
    });
  }
  if (semver.lt(go, MINIMUM_GO)) {
    throw new Failure({
      what: `Go ${go} is too old`,
      next: `Install Go ${MINIMUM_GO} or newer from https://go.dev/dl/`,
    });
  }
}

/** Version of the Go on PATH, if there is one. */
export async function findGo(machine: Machine): Promise<string | undefined> {
  const env = { ...machine.env, GOTOOLCHAIN: "local" };
  const { stdout } = await runCommand("go", ["env", "GOVERSION"], { env });
  const version = versionIn(stdout.replace(/^go(\d+\.\d+)$/m, "go$1.0"));
  return version ?? undefined;
}

/** The C compiler that cgo would take, if there is one. */
export function findCompiler(machine: Machine): string | undefined {
  const wanted = [machine.env.CC ?? "", "gcc", "clang"].filter((name) => name !== "");
  return wanted
    .map((name) => executablesOnPath(name, machine.env.PATH)[0])
    .find((binary) => binary !== undefined);
}

function requireCompiler(machine: Machine): void {
  if (findCompiler(machine) !== undefined) return;
  throw new Failure({
    what: "there is no C compiler",
    next: "Install one (Debian: apt-get install gcc libc6-dev) and run it again",
  });
}
