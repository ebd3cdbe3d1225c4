import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { takeLock, tryLock } from "../../../../lab/toolbox/lock.js";
import { sampleToolbox } from "./sample-toolbox.js";
import { fakeGo, recordedReport, until, workbench, type Workbench } from "./workbench.js";

// Processes of their own have to start, on machines that may be busy.
jest.setTimeout(60_000);

let bench: Workbench;
let gate: string;

beforeEach(() => {
  bench = workbench();
  gate = path.join(bench.folder, "gate");
  fakeGo(bench, gate);
});
afterEach(() => {
  writeFileSync(gate, "");
  bench.remove();
});

interface Child {
  readonly process: ChildProcess;
  readonly finished: Promise<{ readonly code: number | null; readonly stdout: string }>;
  readonly errors: () => string;
}

function startRun(): Child {
  const child = spawn(
    process.execPath,
    [
      "-r",
      path.join(__dirname, "typescript-child.js"),
      path.join(__dirname, "get-sample-tool.ts"),
      JSON.stringify(bench.machine),
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const finished = once(child, "close").then(([code]) => ({ code: code as number | null, stdout }));
  return { process: child, finished, errors: () => stderr };
}

const cached = (): readonly string[] =>
  readdirSync(path.join(bench.machine.cache, "lab")).filter((name) => name.startsWith("kwok-"));

test("two processes that want the same tool build it once, and the second says what it waits for", async () => {
  const first = startRun();
  await until(() => bench.read("builds") !== "");
  const second = startRun();
  await until(() => second.errors().includes("waiting for another run that is getting kwok 1.2.3"));
  expect(second.errors()).toContain(`process ${first.process.pid ?? 0} in `);
  writeFileSync(gate, "");
  const results = await Promise.all([first.finished, second.finished]);
  const binary = path.join(bench.machine.cache, "lab", "kwok-1.2.3-linux-amd64", "kwok");
  expect(results).toEqual([
    { code: 0, stdout: binary },
    { code: 0, stdout: binary },
  ]);
  expect(bench.read("builds")).toBe("start kwok\nend kwok\n");
  expect(cached()).toEqual(["kwok-1.2.3-linux-amd64"]);
});

test("a run that is killed in the middle leaves no entry and no lock; the next waits only for its build", async () => {
  const killed = startRun();
  await until(() => bench.read("builds") !== "");
  killed.process.kill("SIGKILL");
  await killed.finished;
  expect(existsSync(path.join(bench.machine.cache, "lab", "kwok-1.2.3-linux-amd64"))).toBe(false);

  const report = recordedReport();
  const next = sampleToolbox(bench.machine).tool("kwok", report);
  await until(() =>
    report.statuses.some((status) =>
      /^waiting for another build \(kwok 1\.2\.3, process \d+\)$/.test(status),
    ),
  );
  writeFileSync(gate, "");
  expect(existsSync(await next)).toBe(true);
  expect(bench.read("builds").match(/start/g)).toHaveLength(2);
  expect(cached()).toEqual(["kwok-1.2.3-linux-amd64"]);
});

test("two tools are wanted at once: one build runs at a time", async () => {
  writeFileSync(gate, "");
  const toolbox = sampleToolbox(bench.machine);
  await Promise.all([toolbox.tool("kwok", recordedReport()), toolbox.tool("etcd", recordedReport())]);
  expect(bench.read("builds")).toMatch(/^start (kwok|etcd)\nend \1\nstart (kwok|etcd)\nend \2\n$/);
});

test("a lock excludes, tells who holds it, and is free after its release", async () => {
  const file = path.join(bench.folder, "locks", "one");
  const held = await takeLock(file, "the first", () => undefined);
  expect(await tryLock(file, "the second")).toBeUndefined();
  const told: string[] = [];
  const waiting = takeLock(file, "the third", (holder) => told.push(holder));
  await until(() => told.length > 0);
  await held.release();
  await (await waiting).release();
  expect(told).toEqual(["the first"]);
  const again = await tryLock(file, "the fourth");
  expect(again).toBeDefined();
  await again?.release();
});

test("a lock that cannot be made says where and what to do, and nothing stays behind", async () => {
  const folder = path.dirname(bench.write("locks/folder/x", ""));
  await expect(tryLock(folder, "me")).rejects.toThrow(/folder: cannot lock: .*EISDIR/);
  await expect(tryLock(path.join(folder, "x", "lock"), "me")).rejects.toThrow(
    "set XDG_CACHE_HOME to one that is",
  );
});
