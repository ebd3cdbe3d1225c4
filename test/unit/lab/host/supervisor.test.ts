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
import { labFolder } from "../../../../lab/state/folder.js";

const SERVE = `require("node:http").createServer((_, answer) => answer.end("well")).listen(Number(process.argv[1]), "127.0.0.1")`;

/** What one case works with. */
class Bench {
  readonly folder = labFolder(realpathSync(mkdtempSync(path.join(os.tmpdir(), "groundplan-supervisor-"))));
  readonly supervisor = new Supervisor(this.folder, { line: () => undefined, status: () => undefined }, 200);

  constructor(readonly port: number) {}

  daemon(changes: Partial<Daemon> = {}): Daemon {
    return {
      name: "server",
      binary: process.execPath,
      args: ["-e", SERVE, String(this.port)],
      probe: { type: "http", url: `http://127.0.0.1:${this.port}/`, expect: [200] },
      readyWithinMs: 10_000,
      address: `127.0.0.1:${this.port}`,
      ...changes,
    };
  }

  pid(): number | undefined {
    return this.supervisor.running("server")?.pid;
  }

  async close(): Promise<void> {
    await stopProcesses(markedProcesses(this.folder.root), 0);
    rmSync(this.folder.root, { recursive: true, force: true });
  }
}

/** Cases run at once, since they wait more than they work; each has a bench of its own. */
function onBench<Row extends unknown[]>(
  act: (bench: Bench, ...row: Row) => Promise<void>,
): (...row: Row) => Promise<void> {
  return async (...row) => {
    const finder = await listening(0);
    const { port } = finder.address() as AddressInfo;
    await new Promise((resolve) => finder.close(resolve));
    const bench = new Bench(port);
    try {
      await act(bench, ...row);
    } finally {
      await bench.close();
    }
  };
}

async function listening(wanted: number): Promise<Server> {
  const server = createServer((_, answer) => answer.end("well")).listen(wanted, "127.0.0.1");
  await once(server, "listening");
  return server;
}

test.concurrent(
  "what is missing is started, what is well is left alone",
  onBench(async (bench) => {
    expect(await bench.supervisor.ensure([bench.daemon()])).toEqual(["server"]);
    const first = bench.pid();
    expect(first).toBeDefined();
    expect(await bench.supervisor.ensure([bench.daemon()])).toEqual([]);
    expect(bench.pid()).toBe(first);
  }),
);

test.concurrent(
  "what has died is started anew",
  onBench(async (bench) => {
    await bench.supervisor.ensure([bench.daemon()]);
    await stopProcesses([bench.supervisor.running("server")!], 0);
    expect(await bench.supervisor.ensure([bench.daemon()])).toEqual(["server"]);
    expect(bench.pid()).toBeDefined();
  }),
);

test.concurrent.each<[string, Partial<Daemon>]>([
  ["its arguments", { args: ["-e", `${SERVE};`, "PORT"] }],
  ["its environment", { env: { COLOUR: "green" } }],
])(
  "what is outdated by %s is replaced",
  onBench<[string, Partial<Daemon>]>(async (bench, _, changes) => {
    await bench.supervisor.ensure([bench.daemon()]);
    const first = bench.supervisor.running("server")!;
    const args = changes.args?.map((word) => (word === "PORT" ? String(bench.port) : word));
    expect(
      await bench.supervisor.ensure([bench.daemon({ ...changes, ...(args === undefined ? {} : { args }) })]),
    ).toEqual(["server"]);
    expect(isRunning(first)).toBe(false);
  }),
);

test.concurrent(
  "a changed configuration file asks for a restart",
  onBench(async (bench) => {
    const config = path.join(bench.folder.root, "config");
    writeFileSync(config, "one");
    await bench.supervisor.ensure([bench.daemon({ configFiles: [config] })]);
    writeFileSync(config, "two");
    expect(await bench.supervisor.ensure([bench.daemon({ configFiles: [config] })])).toEqual(["server"]);
  }),
);

test.concurrent(
  "a hung one is replaced",
  onBench(async (bench) => {
    await bench.supervisor.ensure([bench.daemon()]);
    const first = bench.supervisor.running("server")!;
    process.kill(first.pid, "SIGSTOP");
    expect(await bench.supervisor.ensure([bench.daemon()])).toEqual(["server"]);
    expect(isRunning(first)).toBe(false);
  }),
);

test.concurrent(
  "one whose starter was killed before it could write a record is replaced",
  onBench(async (bench) => {
    const stray = await launch(bench.folder, bench.daemon(), undefined);
    expect(readRecords(bench.folder)).toEqual([]);
    await bench.supervisor.ensure([bench.daemon()]);
    expect(isRunning(stray)).toBe(false);
    expect(markedProcesses(bench.folder.root).map((process) => process.pid)).toEqual([bench.pid()]);
  }),
);

test.concurrent(
  "one that ends at once fails with the end of its log",
  onBench(async (bench) => {
    const failing = bench.daemon({ args: ["-e", `console.error("no such flag"); process.exit(3)`] });
    await expect(bench.supervisor.ensure([failing])).rejects.toThrow(
      /server ended right after its start[^]*no such flag/,
    );
  }),
);

test.concurrent(
  "one that never becomes healthy fails in its time and says what is wrong",
  onBench(async (bench) => {
    const idle = bench.daemon({ args: ["-e", "setInterval(() => {}, 1000)"], readyWithinMs: 300 });
    await expect(bench.supervisor.ensure([idle])).rejects.toThrow(
      /server is not healthy after 0.3 s: does not listen/,
    );
  }),
);

test.concurrent(
  "a binary that does not exist is named",
  onBench(async (bench) => {
    await expect(bench.supervisor.ensure([bench.daemon({ binary: "/nowhere/etcd" })])).rejects.toThrow(
      /\/nowhere\/etcd/,
    );
  }),
);

test.concurrent(
  "somebody else's answer at its address does not count",
  onBench(async (bench) => {
    const stranger = await listening(bench.port);
    try {
      await expect(bench.supervisor.ensure([bench.daemon()])).rejects.toThrow(
        /cannot start server: something else answers there already/,
      );
    } finally {
      await new Promise((resolve) => stranger.close(resolve));
    }
  }),
);

test.concurrent(
  "a forgotten record does not hide a running process from the next start",
  onBench(async (bench) => {
    await bench.supervisor.ensure([bench.daemon()]);
    const first = bench.supervisor.running("server")!;
    removeRecord(bench.folder, "server");
    await bench.supervisor.ensure([bench.daemon()]);
    expect(isRunning(first)).toBe(false);
  }),
);
