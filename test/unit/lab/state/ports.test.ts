import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { labFolder, type LabFolder } from "../../../../lab/state/folder.js";
import { choosePorts, readPorts } from "../../../../lab/state/ports.js";

let folder: LabFolder;

beforeEach(() => {
  folder = labFolder(realpathSync(mkdtempSync(path.join(os.tmpdir(), "groundplan-ports-"))));
});

afterEach(() => {
  rmSync(folder.root, { recursive: true, force: true });
});

const NONE = new Set<string>();

async function occupied<T>(port: number, during: () => Promise<T>): Promise<T> {
  const server = createServer().listen(port, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    return await during();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

test("each name gets a port of its own, below those of outgoing connections, and keeps it", async () => {
  const first = await choosePorts(folder, ["one", "two"], NONE);
  expect(first.one).not.toBe(first.two);
  for (const port of Object.values(first)) expect(port >= 20000 && port < 32000).toBe(true);
  expect(await choosePorts(folder, ["one", "two"], NONE)).toEqual(first);
  expect(readPorts(folder)).toEqual(first);
});

test("a port that somebody else has taken is given up, the others stay", async () => {
  const first = await choosePorts(folder, ["one", "two"], NONE);
  const second = await occupied(first.one, () => choosePorts(folder, ["one", "two"], NONE));
  expect(second.one).not.toBe(first.one);
  expect(second.two).toBe(first.two);
});

test("a port that our own process holds stays", async () => {
  const first = await choosePorts(folder, ["one"], NONE);
  expect(await occupied(first.one, () => choosePorts(folder, ["one"], new Set(["one"])))).toEqual(first);
});

test("an unreadable memory is replaced", async () => {
  writeFileSync(path.join(folder.root, "ports.json"), "{half");
  const { one } = await choosePorts(folder, ["one"], NONE);
  expect(JSON.parse(readFileSync(path.join(folder.root, "ports.json"), "utf8"))).toEqual({ one });
});
