import path from "node:path";
import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { smallCatalogue } from "../support/catalogue.js";
import { expectConvergence } from "../support/convergence.js";
import { testLab, type TestLab } from "../support/lab.js";
import { pushTestImage } from "../support/registry.js";
import { TestStack } from "../support/stack.js";

describe("one object, whatever the engine calls it", () => {
  let lab: TestLab;
  let stack: TestStack;
  let kubernetes: KubernetesClient;
  const catalogue = smallCatalogue("identity");

  beforeAll(async () => {
    lab = await testLab();
    for (const declared of catalogue.imagehub.images) await pushTestImage(lab, declared.name);
    kubernetes = await connectKubernetes({
      kubeconfig: { path: path.join(lab.folder, "cluster", "kubeconfig") },
    });
    stack = new TestStack(lab.folder);
    stack.configure(catalogue);
    expect(await stack.make("up")).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    expect(await stack.make("destroy")).toMatchObject({ code: 0 });
    await kubernetes.close();
    await stack.dispose();
  });

  async function urnOfDataPack(): Promise<string> {
    const found = (await stack.state()).resources?.find(
      (resource) => resource.type.endsWith("imagehub:DataPack") && resource.id,
    );
    if (found === undefined) throw new Error("the state holds no data pack");
    return found.urn;
  }

  test("a data pack renamed in the stack file, without an alias, is still there once", async () => {
    const { all, ...rest } = catalogue.imagehub.dataPacks;
    catalogue.imagehub.dataPacks = { ...rest, everything: all };
    stack.configure(catalogue);
    await expectConvergence(stack, kubernetes, catalogue);
  });

  test("--replace leaves exactly one", async () => {
    const urn = await urnOfDataPack();
    const run = await stack.pulumi("up", "--yes", "--skip-preview", "--stack", stack.name, "--replace", urn);
    expect(run).toMatchObject({ code: 0 });
    await expectConvergence(stack, kubernetes, catalogue);
  });

  test("state taint leaves exactly one", async () => {
    const tainted = await stack.pulumi(
      "state",
      "taint",
      "--yes",
      "--stack",
      stack.name,
      await urnOfDataPack(),
    );
    expect(tainted).toMatchObject({ code: 0 });
    await expectConvergence(stack, kubernetes, catalogue);
  });

  test("the project moved to another folder, with the same backend, sees no change and can destroy", async () => {
    const moved = new TestStack(lab.folder);
    moved.configure(catalogue);
    expect((await moved.preview()).changes).toEqual([]);
    expect(await moved.make("destroy")).toMatchObject({ code: 0 });
    expect(await stack.make("up")).toMatchObject({ code: 0 });
  });
});
