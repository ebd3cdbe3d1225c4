import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { MINIMAL, requestWith } from "../artifact/request/requests.js";
import { groundplan, type Ran } from "./run.js";

const folder = mkdtempSync(path.join(tmpdir(), "groundplan-validate-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function validate(text: string, ...options: readonly string[]): Promise<Ran> {
  const file = path.join(folder, "request");
  writeFileSync(file, text);
  return groundplan("artifact", "validate", ...options, file);
}

it.each([
  ["JSON", JSON.stringify(MINIMAL)],
  ["YAML", stringify(MINIMAL)],
])("prints an empty list for a good request in %s", async (_form, text) => {
  expect(await validate(text)).toEqual({ code: 0, stdout: "[]\n", stderr: "" });
});

it("prints every fault with its place, reason, fix and whose rule it is", async () => {
  const request = requestWith({
    request: { target: 2, total: 1 },
    step: { script: "echo $(params.foo)", imagePullPolcy: "Always" },
  });
  const { code, stdout, stderr } = await validate(JSON.stringify(request));
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual([
    { severity: "error", path: "target", reason: "must be at most total (1) and is 2", source: "groundplan" },
    {
      severity: "error",
      path: "build.tasks[0].spec.steps[0].script",
      reason: 'step "go" of task "make" uses $(params.foo), which is not declared',
      fix: 'Declare "foo" under the params of the task or of build; name, art_id, inst_id need no declaration',
      source: "groundplan",
    },
    {
      severity: "error",
      path: "build.tasks[0].spec.steps[0].imagePullPolcy",
      reason: "Step has no such field",
      fix: 'Did you mean "imagePullPolicy"?',
      source: "tekton",
    },
  ]);
  expect(stderr.split("\n")).toContain("error: target: must be at most total (1) and is 2");
});

it("ends well when there are warnings only", async () => {
  const request = requestWith({ step: { script: undefined, command: "make" } });
  const { code, stdout, stderr } = await validate(JSON.stringify(request));
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { severity: "warning", path: "build.tasks[0].spec.steps[0].command" },
  ]);
  expect(stderr).toMatch(/^warning: build\.tasks\[0\]\.spec\.steps\[0\]\.command: is a list of words/);
});

it("lets entrypoints be looked up when asked to", async () => {
  const text = JSON.stringify(requestWith({ step: { script: undefined } }));
  expect((await validate(text)).code).toBe(1);
  expect(await validate(text, "--allow-entrypoint-lookup")).toEqual({ code: 0, stdout: "[]\n", stderr: "" });
});

it("tells a file that it cannot read, and a wrong command line", async () => {
  const missing = await groundplan("artifact", "validate", path.join(folder, "missing"));
  expect({ ...missing, stderr: missing.stderr.includes("cannot be read (ENOENT)") }).toEqual({
    code: 1,
    stdout: "",
    stderr: true,
  });
  expect((await validate("{ [")).stderr).toContain("is neither JSON nor YAML");
  expect((await groundplan("artifact", "validate")).code).toBe(2);
});
