import { cpSync } from "node:fs";
import path from "node:path";
import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { smallCatalogue } from "../support/catalogue.js";
import { GitClone } from "../support/git-clone.js";
import { testLab, type TestLab } from "../support/lab.js";
import { pushTestImage } from "../support/registry.js";
import { TestStack } from "../support/stack.js";

describe("a second clone of the repository that shares the backend", () => {
  let lab: TestLab;
  let stack: TestStack;
  let clone: GitClone;
  let kubernetes: KubernetesClient;
  const catalogue = smallCatalogue("clone");

  beforeAll(async () => {
    lab = await testLab();
    for (const declared of catalogue.imagehub.images) await pushTestImage(lab, declared.name);
    kubernetes = await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } });
    stack = new TestStack(lab.folder);
    stack.configure(catalogue);
    clone = new GitClone(lab.folder);
    cpSync(stack.stackFile, path.join(clone.folder, path.basename(stack.stackFile)));
  });

  afterAll(async () => {
    await kubernetes.close();
    await stack.dispose();
    clone.dispose();
  });

  test("installs and builds by itself, and destroys what the first has deployed, whatever passphrase its user has", async () => {
    const theirs = { PULUMI_CONFIG_PASSPHRASE: "theirs", PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere" };
    expect(await stack.make("up")).toMatchObject({ code: 0 });
    const run = await clone.make(["destroy", `STACK=${stack.name}`], theirs);
    expect(run).toMatchObject({ code: 0 });
    expect(run.output).toContain("compiling");
    expect(run.output).toMatch(/\d+ deleted/);
    expect((await stack.state()).resources ?? []).toEqual([]);
    expect(await kubernetes.request("GET", "/apis/imagehub.sealos.io")).toMatchObject({ status: 404 });
  });

  test("deploys, and the first sees no change and destroys", async () => {
    expect(await clone.make(["up", `STACK=${stack.name}`])).toMatchObject({ code: 0 });
    expect((await stack.preview()).changes).toEqual([]);
    expect(await stack.make("destroy")).toMatchObject({ code: 0 });
  });
});
