import { spawn } from "node:child_process";
import { once } from "node:events";
import { identify, isRunning, MARKER, markedProcesses, parseStat } from "../../../../lab/host/processes.js";
import { stopProcesses } from "../../../../lab/host/stop.js";

// Fields 3 to 22 of /proc/<pid>/stat, as the kernel prints them.
const REST = "S 1 7 7 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 4711 2654208 300";

test.each([
  ["a plain name", "42 (etcd)"],
  ["a name with spaces", "42 (kube api server)"],
  ["a name with parentheses", "42 (a) R 9 (b)"],
])("the state and start time are found behind %s", (_, beginning) => {
  expect(parseStat(`${beginning} ${REST}`)).toEqual({ state: "S", startTime: 4711 });
});

test("nothing is made of what is no such line", () => {
  expect(parseStat("")).toBeUndefined();
});

describe("a process", () => {
  const mark = `/nowhere/${process.pid}`;

  async function sleeper(): Promise<number> {
    const child = spawn("sleep", ["60"], { stdio: "ignore", env: { ...process.env, [MARKER]: mark } });
    await once(child, "spawn");
    if (child.pid === undefined) throw new Error("no process");
    return child.pid;
  }

  test("is found by its mark while it runs, and is gone after it was stopped", async () => {
    const pid = await sleeper();
    const found = markedProcesses(mark);
    expect(found.map((process) => process.pid)).toEqual([pid]);
    expect(await stopProcesses(found, 1000)).toEqual([]);
    expect(identify(pid)).toBeUndefined();
    expect(markedProcesses(mark)).toEqual([]);
  });

  test("is not signalled when its id belongs to another one by now", async () => {
    const pid = await sleeper();
    const current = identify(pid)!;
    const recycled = { pid, startTime: current.startTime - 1 };
    await stopProcesses([recycled], 0);
    expect(isRunning(current)).toBe(true);
    expect(isRunning(recycled)).toBe(false);
    await stopProcesses([current], 0);
  });
});
