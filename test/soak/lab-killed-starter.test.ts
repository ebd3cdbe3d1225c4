import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { markedProcesses } from "../../lab/host/processes.js";
import { privateLab } from "../support/lab.js";
import { until } from "../support/until.js";
import { footprint } from "../support/lab-footprint.js";

jest.setTimeout(180_000);

const MAIN = path.resolve(__dirname, "../../dist/lab/main.js");

function startUp(folder: string, ...profiles: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, "up", ...profiles], {
    stdio: "ignore",
    env: { ...process.env, GROUNDPLAN_LAB_DIR: folder, GROUNDPLAN_KEEP_COMPILER_CACHE: "1" },
  });
}

// By the number of daemons that run by then: during the control plane, the registry, the node, and the gateway.
test.each([1, 2, 4, 5, 6, 8, 10, 11])(
  "up killed with %i processes started: down leaves nothing behind",
  async (count) => {
    const lab = privateLab();
    const before = footprint(lab.folder);
    const child = startUp(lab.folder);
    const ended = once(child, "exit");
    try {
      await until(`${count} processes`, () => markedProcesses(lab.folder).length >= count);
    } finally {
      child.kill("SIGKILL");
      await ended;
      await lab.dispose();
    }
    expect(footprint(lab.folder)).toEqual(before);
  },
);

test("up killed half-way: the next up completes it", async () => {
  const lab = privateLab(["kubelet"]);
  const child = startUp(lab.folder);
  const ended = once(child, "exit");
  try {
    await until("six processes", () => markedProcesses(lab.folder).length >= 6);
    child.kill("SIGKILL");
    await ended;
    expect(await lab.up()).toContain("kubelet");
    expect(await lab.up()).toEqual([]);
  } finally {
    child.kill("SIGKILL");
    await lab.dispose();
  }
});

// During the registry, the nodes' network, and the start of the nodes themselves.
test.each([1, 3, 4, 6, 8, 10])(
  "up of the Linux nodes killed with %i processes started: the next up completes it, and down leaves nothing behind",
  async (count) => {
    const lab = privateLab(["nodes"]);
    const before = footprint(lab.folder);
    const child = startUp(lab.folder, "nodes");
    const ended = once(child, "exit");
    try {
      await until(`${count} processes`, () => markedProcesses(lab.folder).length > count);
      child.kill("SIGKILL");
      await ended;
      await lab.up();
      expect(await lab.up()).toEqual([]);
    } finally {
      child.kill("SIGKILL");
      await lab.dispose();
    }
    expect(footprint(lab.folder)).toEqual(before);
  },
);
