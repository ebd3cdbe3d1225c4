import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { healthCommand } from "../../../cli/workspace/health.js";
import { run } from "../../../cli/program.js";
import type { Ran } from "./run.js";

const SERVICE = { apiVersion: "v1", kind: "Service", metadata: { name: "a" }, spec: { type: "ClusterIP" } };
const CLAIM = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "b" },
  status: { phase: "Pending" },
};
const HEALTHY = '{"status":"Healthy","message":""}\n';
const PENDING = '{"status":"Progressing","message":"Waiting for a volume"}\n';
const NO_RULE = '{"status":null,"message":""}\n';

describe("groundplan workspace health", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-cli-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function file(name: string, content: string | object): string {
    const at = path.join(folder, name);
    writeFileSync(at, typeof content === "string" ? content : JSON.stringify(content));
    return at;
  }

  it("prints one line an object, over several files in their order", async () => {
    const yaml = file(
      "a.yaml",
      "# live\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\n---\n" +
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n",
    );
    const { code, stdout, stderr } = await health(yaml, file("b.json", CLAIM));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(NO_RULE + HEALTHY + PENDING);
  });

  it("takes lists apart, also those that leave out the kind of their items", async () => {
    const item = { metadata: CLAIM.metadata, status: CLAIM.status };
    const typed = { apiVersion: "v1", kind: "PersistentVolumeClaimList", metadata: {}, items: [item, item] };
    const nested = { apiVersion: "v1", kind: "List", items: [SERVICE, typed] };
    expect(await health(file("list.json", nested))).toEqual({
      code: 0,
      stdout: HEALTHY + PENDING + PENDING,
      stderr: "",
    });
  });

  it("says nothing of an empty list but that it is empty", async () => {
    const { code, stdout, stderr } = await health(
      file("l.json", { apiVersion: "v1", kind: "List", items: [] }),
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/^warning: .*l\.json: holds no object\n$/);
  });

  it("tells every fault with its file, and judges nothing", async () => {
    const bad = file("bad.yaml", "a: [\n---\napiVersion: v1\nkind: Pod\n---\n- 1\n");
    const { code, stdout, stderr } = await health(file("good.json", SERVICE), bad, path.join(folder, "none"));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const lines = stderr.split("\n").filter((line) => line.startsWith("error: "));
    expect(lines).toEqual([
      expect.stringMatching(/bad\.yaml, document 1: is no YAML/),
      expect.stringMatching(/bad\.yaml, document 2: is no Kubernetes object/),
      expect.stringMatching(/bad\.yaml, document 3: is no Kubernetes object/),
      expect.stringMatching(/none: cannot be read \(ENOENT\)/),
    ]);
  });

  it("wants a file", async () => {
    expect((await health()).code).toBe(2);
  });
});

/** Runs the command in this process. */
async function health(...files: string[]): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    jest.spyOn(process[stream], "write").mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  const rows = [
    {
      name: "workspace",
      summary: "workspaces",
      load: () => Promise.resolve(new Command("workspace").addCommand(healthCommand())),
    },
  ];
  process.exitCode = 0;
  try {
    await run(["workspace", "health", ...files], rows, "1.2.3");
    return { code: process.exitCode, ...written };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}
