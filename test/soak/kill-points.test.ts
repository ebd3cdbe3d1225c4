import path from "node:path";
import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { AuditLog } from "../support/audit-log.js";
import { smallCatalogue } from "../support/catalogue.js";
import { expectConvergence } from "../support/convergence.js";
import { killAfterWrites } from "../support/kill-points.js";
import { testLab, type TestLab } from "../support/lab.js";
import { dynamicProviders, engines, kubernetesPlugins } from "../support/processes.js";
import { pushTestImage } from "../support/registry.js";
import { TestStack } from "../support/stack.js";
import { until } from "../support/until.js";

const TWENTY = Array.from({ length: 20 }, (_, index) => index + 1);

describe("kill -9 at twenty points of an up", () => {
  let lab: TestLab;
  let stack: TestStack;
  let kubernetes: KubernetesClient;
  let audit: AuditLog;
  const catalogue = smallCatalogue("soak");

  beforeAll(async () => {
    lab = await testLab();
    for (const declared of catalogue.imagehub.images) await pushTestImage(lab, declared.name);
    kubernetes = await connectKubernetes({
      kubeconfig: { path: path.join(lab.folder, "cluster", "kubeconfig") },
    });
    audit = new AuditLog(lab.folder);
  });

  beforeEach(() => {
    stack = new TestStack(lab.folder);
    stack.configure(catalogue);
  });

  afterEach(async () => {
    expect(await stack.make("destroy")).toMatchObject({ code: 0 });
    await stack.dispose();
  });

  afterAll(() => kubernetes.close());

  test.each(TWENTY)("provider processes killed after %i writes", async (writes) => {
    await killAfterWrites(stack, audit, writes, (folder) => [
      ...dynamicProviders(folder),
      ...kubernetesPlugins(folder),
    ]);
    await expectConvergence(stack, kubernetes, catalogue);
  });

  test.each(TWENTY)("the engine killed after %i writes", async (writes) => {
    await killAfterWrites(stack, audit, writes, engines);
    await until("the engine's plugins to notice and end", () =>
      dynamicProviders(stack.folder).length === 0 ? true : undefined,
    );
    await expectConvergence(stack, kubernetes, catalogue);
  });
});
