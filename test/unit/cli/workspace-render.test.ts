import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { run } from "../../../cli/program.js";
import { renderCommand } from "../../../cli/workspace/render.js";
import type { Ran } from "./run.js";

const manifest = (kind: string, name: string, more = ""): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;

describe("groundplan workspace render", () => {
  let top: string;
  let environment: jest.ReplaceProperty<NodeJS.ProcessEnv>;
  beforeEach(() => {
    top = mkdtempSync(path.join(tmpdir(), "groundplan-cli-"));
    const own = { ...process.env, XDG_CACHE_HOME: path.join(top, "cache") };
    environment = jest.replaceProperty(process, "env", own);
  });
  afterEach(() => {
    environment.restore();
    rmSync(top, { recursive: true });
  });

  function write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(top, file)), { recursive: true });
      writeFileSync(path.join(top, file), text);
    }
  }

  it("prints the objects in apply order, with the namespace of those that name none", async () => {
    write({
      "app/a.yaml": manifest("Pod", "web"),
      "app/b.yaml": `${manifest("ConfigMap", "settings", "  namespace: own\ndata:\n  on: 'yes'\n")}---\n${manifest("Namespace", "web")}`,
    });
    expect(await render("--path", path.join(top, "app"), "--namespace", "web")).toEqual({
      code: 0,
      stderr: "",
      stdout: [
        "---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n",
        '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: own\ndata:\n  "true": "yes"\n',
        "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: web\n",
      ].join(""),
    });
  });

  it("takes the settings of the source, and warns without failing", async () => {
    write({
      "app/a.yaml": manifest("Pod", "a"),
      "app/deep/b.yaml": `${manifest("Pod", "b")}---\n${manifest("Pod", "b")}`,
      "source.yaml": "path: elsewhere\ndirectory: {recurse: true, exclude: a.yaml}\n",
    });
    const { code, stdout, stderr } = await render(
      "--path",
      path.join(top, "app"),
      "--source",
      path.join(top, "source.yaml"),
    );
    expect(code).toBe(0);
    expect(stdout.match(/name: \w+/g)).toEqual(["name: b"]);
    expect(stderr).toMatch(/^warning: .*b/);
  });

  it("reads files beyond the folder when they are of the same git checkout", async () => {
    write({ ".git/HEAD": "", "charts/c/Chart.yaml": "name: c\n", "common/v.yaml": "a: fromCommon\n" });
    write({
      "bin/helm": '#!/bin/sh\n[ "$1" = version ] && echo v3.21.4 && exit\nset -- $4\ncat ${1#--values=}\n',
    });
    chmodSync(path.join(top, "bin/helm"), 0o755);
    write({ "source.json": '{"helm": {"valueFiles": ["/common/v.yaml"]}}' });
    environment.replaceValue({ ...process.env, GROUNDPLAN_HELM: path.join(top, "bin/helm") });
    const { code, stderr } = await render(
      "--path",
      path.join(top, "charts/c"),
      "--source",
      path.join(top, "source.json"),
    );
    // What the pretended Helm prints is the values that it was given.
    expect(code).toBe(1);
    expect(stderr).toContain("charts/c: has no kind");
  });

  it("names every fault, and prints no object", async () => {
    write({
      "app/a.yaml": manifest("Pod", "a"),
      "app/b.json": "{",
      "app/c.yaml": "apiVersion: v1\nkind: Pod\n" + "metadata: {}",
    });
    const { code, stdout, stderr } = await render("--path", path.join(top, "app"));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.trim().split("\n")).toEqual([
      expect.stringMatching(/^error: b\.json: is no JSON/),
      expect.stringMatching(/^error: c\.yaml: Pod: metadata.name is missing/),
    ]);
  });

  it.each([
    ["chart: x\n", "chart: a chart out of a Helm repository is not supported yet"],
    ["helm: {releasName: x}\n", "helm.releasName: is no field of a source"],
    ["helm: [\n", "is no source"],
  ])("refuses the source %j", async (text, reason) => {
    write({ "app/a.yaml": manifest("Pod", "a"), "source.yaml": text });
    const { code, stdout, stderr } = await render(
      "--path",
      path.join(top, "app"),
      "--source",
      path.join(top, "source.yaml"),
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(reason);
  });

  it("says when the tool is missing", async () => {
    write({ "app/kustomization.yaml": "resources: []\n" });
    environment.replaceValue({ PATH: "/nowhere" });
    const { code, stderr } = await render("--path", path.join(top, "app"));
    expect(code).toBe(1);
    expect(stderr).toContain("kustomize is not on PATH. Install kustomize");
  });

  it("fails for what is not there, and for a wrong command line", async () => {
    expect(await render("--path", path.join(top, "gone"))).toMatchObject({ code: 1, stdout: "" });
    expect(await render("--path", top, "--source", path.join(top, "gone"))).toMatchObject({ code: 1 });
    expect((await render()).code).toBe(2);
    expect((await render("--path", top, "--nothing")).code).toBe(2);
  });
});

/** Runs the command in this process. */
async function render(...argv: string[]): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    jest.spyOn(process[stream], "write").mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  process.exitCode = 0;
  try {
    const load = () => Promise.resolve(new Command("workspace").addCommand(renderCommand()));
    await run(["workspace", "render", ...argv], [{ name: "workspace", summary: "", load }], "1.2.3");
    return { code: process.exitCode, ...written };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}
