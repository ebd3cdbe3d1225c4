import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { groundplan, type Ran } from "./run.js";

const folder = mkdtempSync(path.join(tmpdir(), "groundplan-plan-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function plan(content: unknown, text: (value: unknown) => string = JSON.stringify): Promise<Ran> {
  const file = path.join(folder, "pool");
  writeFileSync(file, typeof content === "string" ? content : text(content));
  return groundplan("artifact", "plan", file);
}

async function answer(content: unknown): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await plan(content);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe("groundplan artifact plan", () => {
  it.each([
    [1, 1, 0, 0, 0, 0, 1],
    [5, 2, 1, 1, 0, 1, 1],
    [5, 2, 1, 1, 2, 1, -1],
    [4, 2, 0, 1, 0, 2, 1],
    [2, 2, 0, 3, 0, 0, -1],
  ])("gives the upstream project's number for %i %i %i %i %i %i: %i", async (...row) => {
    const [total, target, running, fail, clean, dirt, toDeploy] = row;
    const counts = { total, target, running, fail };
    expect(await answer({ ...counts, done_clean: clean, done_dirt: dirt })).toMatchObject({ toDeploy });
    expect(await answer({ ...counts, doneClean: clean, doneDirt: dirt })).toMatchObject({ toDeploy });
  });

  it("tells what an update does, from counts", async () => {
    expect(await answer({ total: 5, target: 2, building: 1, failed: 1, borrowed: 1 })).toEqual({
      toDeploy: 1,
      build: 1,
      clean: 1,
      phase: "Running",
      summary: "1 to build, 1 to clean, 1 under way",
      counts: { building: 1, clean: 0, borrowed: 1, dirty: 0, cleaning: 0, failed: 1, total: 5, target: 2 },
      stale: 0,
      actions: [
        { do: "build", slot: 3 },
        { do: "clean", slot: 2, instance: "2-00000", why: "failed" },
      ],
      awaited: ["0-00000"],
      blocked: [],
    });
  });

  it("tells what an update does, from instances in YAML", async () => {
    const pool = {
      ...{ total: 3, target: 2, updateStrategy: "Rolling", specHash: "b", freeAccounts: { gcp: 1 } },
      instances: [
        { slot: 0, instance: "0-abcde", state: "clean", specHash: "a", createdAt: "2026-11-20T12:00:00Z" },
        { slot: 1, state: "failed", attempt: 6, failure: { phase: "clean" } },
      ],
      ...{ outcomes: "sf", lastFailureAt: "2026-11-21T11:59:58Z", now: "2026-11-21T12:00:00Z" },
    };
    const { code, stdout } = await plan(pool, stringify);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ toDeploy: 1, build: 1, clean: 0, phase: "Failed", actions: [], stale: 1 },
      retryAt: "2026-11-21T12:00:03.000Z",
      blocked: [
        expect.stringContaining("no free account gcp"),
        expect.stringContaining("1-00000 (6 attempts)"),
      ],
    });
  });

  it("warns of a target above total, and takes total for it", async () => {
    const { code, stdout, stderr } = await plan({ total: 2, target: 5 });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "warning: target: must be at most total (2) and is 5\n",
    });
    expect(JSON.parse(stdout)).toMatchObject({ toDeploy: 2, build: 2, counts: { target: 2 } });
  });

  it.each([
    [{ total: "two" }, "error: total: expected number, received string"],
    [{ totl: 2 }, 'error: totl: unknown key "totl"; did you mean "total"?'],
    [{ ttl: "soon" }, "error: ttl: is no duration"],
    [{ clean: 1, instances: [] }, "error: instances: stands beside clean (give one of the two)"],
    [
      {
        instances: [
          { slot: 0, state: "clean" },
          { slot: 0, state: "dirty" },
        ],
      },
      "error: instances[1].slot: is the slot of another instance, too",
    ],
    [{ instances: [{ slot: 0, state: "new" }] }, "error: instances[0].state: "],
    [{ outcomes: "sx" }, "error: outcomes: must consist of s for successes and f for failures"],
    ["[1, 2]", "error: expected object, received array"],
    ["a: [", "is neither JSON nor YAML: "],
    ["a: 1\n---\nb: 2\n", "holds 2 documents. Give a file with one"],
  ])("refuses %j", async (content, message) => {
    const { code, stdout, stderr } = await plan(content);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("tells of a file that is not there, and of a missing one", async () => {
    expect(await groundplan("artifact", "plan", path.join(folder, "none"))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("cannot be read (ENOENT)") as string,
    });
    expect(await groundplan("artifact", "plan")).toMatchObject({ code: 2, stdout: "" });
  });

  it("explains the file's form", async () => {
    const { code, stdout } = await groundplan("artifact", "plan", "--help");
    expect(code).toBe(0);
    for (const key of ["done_dirt", "instances", "freeAccounts", "toDeploy"]) expect(stdout).toContain(key);
  });
});
