import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import type { Daemon } from "../../../../lab/host/daemon.js";
import { launch } from "../../../../lab/host/launch.js";
import { isRunning, markedProcesses } from "../../../../lab/host/processes.js";
import { readRecords, removeRecord } from "../../../../lab/host/records.js";
import { stopProcesses } from "../../../../lab/host/stop.js";
import { Supervisor } from "../../../../lab/host/supervisor.js";
import { labFolder, type LabFolder } from "../../../../lab/state/folder.js";

const SERVE = `require("node:http").createServer((_, answer) => answer.end("well")).listen(Number(process.argv[1]), "127.0.0.1")`;

let folder: LabFolder;
let supervisor: Supervisor;
let port: number;

beforeEach(async () => {
  folder = labFolder(realpathSync(mkdtempSync(path.join(os.tmpdir(), "groundplan-supervisor-"))));
  supervisor = new Supervisor(folder, { line: () => undefined, status: () => undefined }, 200);
  const finder = await listening(0);
  port = (finder.address() as AddressInfo).port;
  await new Promise((resolve) => finder.close(resolve));
});

afterEach(async () => {
  await stopProcesses(markedProcesses(folder.root), 0);
  rmSync(folder.root, { recursive: true, force: true });
});

function daemon(changes: Partial<Daemon> = {}): Daemon {
  return {
    name: "server",
    binary: process.execPath,
    args: ["-e", SERVE, String(port)],
    probe: { type: "http", url: `http://127.0.0.1:${port}/`, expect: [200] },
    readyWithinMs: 10_000,
    address: `127.0.0.1:${port}`,
    ...changes,
  };
}

async function listening(wanted: number): Promise<Server> {
  const server = createServer((_, answer) => answer.end("well")).listen(wanted, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function pid(): number | undefined {
  return supervisor.running("server")?.pid;
}

test("what is missing is started, what is well is left alone", async () => {
  expect(await supervisor.ensure([daemon()])).toEqual(["server"]);
  const first = pid();
  expect(first).toBeDefined();
  expect(await supervisor.ensure([daemon()])).toEqual([]);
  expect(pid()).toBe(first);
});

test("what has died is started anew", async () => {
  await supervisor.ensure([daemon()]);
  await stopProcesses([supervisor.running("server")!], 0);
  expect(await supervisor.ensure([daemon()])).toEqual(["server"]);
  expect(pid()).toBeDefined();
});

test.each<[string, Partial<Daemon>]>([
  ["its arguments", { args: ["-e", `${SERVE};`, "PORT"] }],
  ["its environment", { env: { COLOUR: "green" } }],
])("what is outdated by %s is replaced", async (_, changes) => {
  await supervisor.ensure([daemon()]);
  const first = supervisor.running("server")!;
  const args = changes.args?.map((word) => (word === "PORT" ? String(port) : word));
  expect(await supervisor.ensure([daemon({ ...changes, ...(args === undefined ? {} : { args }) })])).toEqual([
    "server",
  ]);
  expect(isRunning(first)).toBe(false);
});

test("a changed configuration file asks for a restart", async () => {
  const config = path.join(folder.root, "config");
  writeFileSync(config, "one");
  await supervisor.ensure([daemon({ configFiles: [config] })]);
  writeFileSync(config, "two");
  expect(await supervisor.ensure([daemon({ configFiles: [config] })])).toEqual(["server"]);
});

test("a hung one is replaced", async () => {
  await supervisor.ensure([daemon()]);
  const first = supervisor.running("server")!;
  process.kill(first.pid, "SIGSTOP");
  expect(await supervisor.ensure([daemon()])).toEqual(["server"]);
  expect(isRunning(first)).toBe(false);
});

test("one whose starter was killed before it could write a record is replaced", async () => {
  const stray = await launch(folder, daemon(), undefined);
  expect(readRecords(folder)).toEqual([]);
  await supervisor.ensure([daemon()]);
  expect(isRunning(stray)).toBe(false);
  expect(markedProcesses(folder.root).map((process) => process.pid)).toEqual([pid()]);
});

test("one that ends at once fails with the end of its log", async () => {
  const failing = daemon({ args: ["-e", `console.error("no such flag"); process.exit(3)`] });
  await expect(supervisor.ensure([failing])).rejects.toThrow(
    /server ended right after its start[^]*no such flag/,
  );
});

test("one that never becomes healthy fails in its time and says what is wrong", async () => {
  const idle = daemon({ args: ["-e", "setInterval(() => {}, 1000)"], readyWithinMs: 300 });
  await expect(supervisor.ensure([idle])).rejects.toThrow(
    /server is not healthy after 0.3 s: does not listen/,
  );
});

test("a binary that does not exist is named", async () => {
  await expect(supervisor.ensure([daemon({ binary: "/nowhere/etcd" })])).rejects.toThrow(/\/nowhere\/etcd/);
});

test("somebody else's answer at its address does not count", async () => {
  const stranger = await listening(port);
  try {
    await expect(supervisor.ensure([daemon()])).rejects.toThrow(
      /cannot start server: something else answers there already/,
    );
  } finally {
    await new Promise((resolve) => stranger.close(resolve));
  }
});

test("a forgotten record does not hide a running process from the next start", async () => {
  await supervisor.ensure([daemon()]);
  const first = supervisor.running("server")!;
  removeRecord(folder, "server");
  await supervisor.ensure([daemon()]);
  expect(isRunning(first)).toBe(false);
});
