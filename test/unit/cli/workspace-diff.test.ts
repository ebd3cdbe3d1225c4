import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { run } from "../../../cli/program.js";
import { diffCommand } from "../../../cli/workspace/diff.js";
import type { Ran } from "./run.js";

const LIVE = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop", resourceVersion: "7" },
  spec: { replicas: 3, paused: true, template: { spec: { containers: [{ name: "web", image: "web:1" }] } } },
  status: { replicas: 3 },
};
const TARGET = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  template: { spec: { containers: [{ name: web, image: "web:2" }] } }
`;
const IMAGE = { path: "spec.template.spec.containers[name=web].image", live: "web:1", target: "web:2" };
const REPLICAS = { path: "spec.replicas", live: 3, target: 2 };

describe("groundplan workspace diff", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-cli-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function file(name: string, content: unknown): string {
    const at = path.join(folder, name);
    writeFileSync(at, typeof content === "string" ? content : JSON.stringify(content, null, "\t"));
    return at;
  }

  function diff(live: unknown, target: unknown, ...more: string[]): Promise<Ran> {
    return command("--live", file("live", live), "--target", file("target", target), ...more);
  }

  it("prints every changed field, of JSON and YAML", async () => {
    const { code, stdout, stderr } = await diff(LIVE, TARGET);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({ modified: true, changes: [REPLICAS, IMAGE] });
  });

  it("prints that nothing differs", async () => {
    const { code, stdout } = await diff(LIVE, LIVE);
    expect({ code, answer: JSON.parse(stdout) as unknown }).toEqual({
      code: 0,
      answer: { modified: false, changes: [] },
    });
  });

  it("leaves out what rules ignore", async () => {
    const rules = file("rules", "- {group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}\n");
    const { stdout } = await diff(LIVE, TARGET, "--ignore", rules);
    expect(JSON.parse(stdout)).toEqual({ modified: true, changes: [IMAGE] });
    const none = await diff(LIVE, TARGET, "--ignore", file("rules", "# none yet\n"));
    expect(JSON.parse(none.stdout)).toEqual({ modified: true, changes: [REPLICAS, IMAGE] });
  });

  it("takes what a field manager owns for removed when the target lacks it", async () => {
    const managedFields = [{ manager: "ci", operation: "Apply", fieldsV1: { "f:spec": { "f:paused": {} } } }];
    const live = { ...LIVE, metadata: { ...LIVE.metadata, managedFields } };
    const { stdout } = await diff(live, TARGET, "--field-manager", "ci");
    expect(JSON.parse(stdout)).toEqual({
      modified: true,
      changes: [REPLICAS, IMAGE, { path: "spec.paused", live: true, target: null }],
    });
  });

  it("never shows what a Secret holds", async () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "a" } };
    const { stdout } = await diff(
      { ...secret, data: { password: "aHVudGVyMQ==", token: "aHVudGVyMQ==" } },
      { ...secret, stringData: { password: "hunter2", token: "hunter1" } },
    );
    expect(JSON.parse(stdout)).toEqual({
      modified: true,
      changes: [{ path: "data.password", live: "++++++++++++", target: "++++++++" }],
    });
  });

  it("reads YAML as Kubernetes does", async () => {
    const head = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n";
    const spec = { mode: 0o644, on: true, date: "2001-01-01", time: "12:30:45" };
    const live = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "a" }, spec };
    const { stdout } = await diff(
      live,
      `${head}spec: {mode: 0644, "on": yes, date: 2001-01-01, time: 12:30:45}\n`,
    );
    expect(JSON.parse(stdout)).toEqual({ modified: false, changes: [] });
  });

  it.each(["", "null", "---\n# nothing\n"])("takes a live file with %j for no live object", async (empty) => {
    const { code, stdout } = await diff(empty, LIVE);
    expect({ code, answer: JSON.parse(stdout) as unknown }).toEqual({
      code: 0,
      answer: { modified: true, changes: [{ path: "", live: null, target: LIVE }] },
    });
  });

  it("takes an empty target for an object that is to be pruned", async () => {
    const { code, stdout, stderr } = await diff(LIVE, "");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ modified: false, changes: [] });
    expect(stderr).toContain("warning: there is no target");
  });

  it.each([
    ["is no YAML", "a: [", "target: is no YAML"],
    ["is no object", "just text", "target: is no Kubernetes object"],
    ["has no metadata", { apiVersion: "v1", kind: "Pod" }, "target: is no Kubernetes object"],
    ["holds several objects", `${TARGET}---\n${TARGET}`, "target: holds 2 documents"],
  ])("refuses a target that %s", async (_case, target, message) => {
    const { code, stdout, stderr } = await diff(LIVE, target);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("refuses a file that is not there", async () => {
    const { code, stderr } = await command(
      "--live",
      path.join(folder, "none"),
      "--target",
      file("t", TARGET),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("none: cannot be read (ENOENT)");
  });

  it.each([
    [
      "jq expressions",
      "- {kind: A, jqPathExpressions: [.spec]}",
      "[0].jqPathExpressions: is not supported yet",
    ],
    ["an unknown field", "- {kind: A, jsonPointer: [/a]}", 'Unrecognized key: "jsonPointer"'],
    ["no kind", "- {group: apps}", "[0].kind"],
    [
      "what is no pointer",
      "- {kind: A, jsonPointers: [spec.replicas]}",
      "[0].jsonPointers[0]: is no JSON pointer",
    ],
    ["no list", "kind: A", "expected array"],
  ])("refuses rules with %s", async (_case, rules, message) => {
    const { code, stdout, stderr } = await diff(LIVE, TARGET, "--ignore", file("rules", rules));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it.each([[[]], [["--live", "a"]], [["--target", "a"]], [["--live", "a", "--target", "b", "c"]]])(
    "%j is wrong usage",
    async (argv) => {
      expect((await command(...argv)).code).toBe(2);
    },
  );
});

/** Runs `groundplan workspace diff` in this process. */
async function command(...argv: string[]): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    jest.spyOn(process[stream], "write").mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  const row = {
    name: "workspace",
    summary: "rules of WorkSpaces",
    load: async () => new Command("workspace").addCommand(diffCommand()),
  };
  process.exitCode = 0;
  try {
    await run(["workspace", "diff", ...argv], [row], "1.2.3");
    return { code: process.exitCode, ...written };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}
