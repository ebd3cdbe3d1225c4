import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { tektonObjects } from "../../../model/artifact/tekton/tekton-objects.js";
import { MINIMAL, requestWith } from "../artifact/request/requests.js";
import { groundplan, type Ran } from "./run.js";

const folder = mkdtempSync(path.join(tmpdir(), "groundplan-tekton-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function tekton(request: unknown, ...options: readonly string[]): Promise<Ran> {
  const file = path.join(folder, "request.json");
  writeFileSync(file, JSON.stringify(request));
  return groundplan("artifact", "tekton", file, ...options);
}

function documents(text: string): readonly unknown[] {
  return parseAllDocuments(text, { version: "1.1" }).map((document) => document.toJS() as unknown);
}

it("prints the objects of a request as YAML documents", async () => {
  const { code, stdout, stderr } = await tekton(MINIMAL);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(documents(stdout)).toEqual(tektonObjects(MINIMAL));
});

it("takes a namespace", async () => {
  const { stdout } = await tekton(MINIMAL, "--namespace", "here");
  expect(documents(stdout)).toEqual(tektonObjects(MINIMAL, "here"));
});

it("prints a faulty request as well, and its faults", async () => {
  const request = requestWith({ step: { imagePullPolcy: "Always" } });
  const { code, stdout, stderr } = await tekton(request);
  expect(code).toBe(1);
  expect(documents(stdout)).toEqual(JSON.parse(JSON.stringify(tektonObjects(request))));
  expect(stderr).toBe(
    'error: build.tasks[0].spec.steps[0].imagePullPolcy: Step has no such field (Did you mean "imagePullPolicy"?)\n',
  );
});
