import path from "node:path";
import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import { AuditLog } from "../../support/audit-log.js";
import { smallCatalogue } from "../../support/catalogue.js";
import { expectConvergence } from "../../support/convergence.js";
import { killAfterWrites } from "../../support/kill-points.js";
import { testLab, type TestLab } from "../../support/lab.js";
import { dynamicProviders, engines, kubernetesPlugins } from "../../support/processes.js";
import { pushTestImage } from "../../support/registry.js";
import { finished, killGroup, TestStack } from "../../support/stack.js";
import { until } from "../../support/until.js";

describe("an up that is cut short", () => {
  let lab: TestLab;
  let stack: TestStack;
  let kubernetes: KubernetesClient;
  let audit: AuditLog;
  const catalogue = smallCatalogue("faults");

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

  // The long form, at twenty points each, runs in the soak tier.
  test.each([1, 7, 14])(
    "provider processes killed after %i writes: the next up converges",
    async (writes) => {
      const { killed, run } = await killAfterWrites(stack, audit, writes, (folder) => [
        ...dynamicProviders(folder),
        ...kubernetesPlugins(folder),
      ]);
      expect(killed).toBeGreaterThan(0);
      expect(run.code).not.toBe(0);
      await expectConvergence(stack, kubernetes, catalogue);
    },
  );

  test.each([2, 10])(
    "the engine killed after %i writes: its lock is removed and the next up converges",
    async (writes) => {
      const { killed } = await killAfterWrites(stack, audit, writes, engines);
      expect(killed).toBeGreaterThan(0);
      await until("the engine's plugins to notice and end", () =>
        dynamicProviders(stack.folder).length === 0 ? true : undefined,
      );
      await expectConvergence(stack, kubernetes, catalogue);
    },
  );

  test("a lock whose process lives is respected", async () => {
    const child = stack.startMake("up");
    const first = finished(child);
    await until("the first run to hold its lock", () =>
      engines(stack.folder).length > 0 ? true : undefined,
    );
    const second = await stack.make("up");
    expect(second.code).not.toBe(0);
    expect(second.output).toMatch(/another pulumi \(process \d+\) is working on this stack|currently locked/);
    expect(await first).toMatchObject({ code: 0 });
  });

  test("an interrupt lets running steps finish; the next up converges", async () => {
    const mark = audit.mark();
    const child = stack.startMake("up");
    const result = finished(child);
    await until("the first write", () => (audit.ourWritesSince(mark).length > 0 ? true : undefined));
    killGroup(child, "SIGINT");
    expect((await result).code).not.toBe(0);
    await expectConvergence(stack, kubernetes, catalogue);
  });

  test("the API server killed during up: the error names it, and the next up converges", async () => {
    const mark = audit.mark();
    const child = stack.startMake("up");
    const result = finished(child);
    await until("five writes", () => (audit.ourWritesSince(mark).length >= 5 ? true : undefined));
    await lab.kill("kube-apiserver");
    const run = await result;
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(/127\.0\.0\.1:\d+/);
    await lab.up();
    await expectConvergence(stack, kubernetes, catalogue);
  });
});
