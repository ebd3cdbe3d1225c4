import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { AuditLog } from "./audit-log.js";
import { smallCatalogue } from "./catalogue.js";
import { expectConvergence } from "./convergence.js";
import { killAfterWrites, type KilledRun } from "./kill-points.js";
import { testLab, type TestLab } from "./lab.js";
import { dynamicProviders, engines, kubernetesPlugins, programs } from "./processes.js";
import { pushTestImage } from "./registry.js";
import { TestStack } from "./stack.js";
import { until } from "./until.js";

/** A small catalogue that a test deploys in spite of something. */
export interface FaultScene {
  readonly lab: TestLab;
  /** A new one for each test, configured and not deployed yet; destroyed after the test. */
  readonly stack: TestStack;
  readonly audit: AuditLog;
  /** `up` whose provider processes are killed after so many writes. */
  killProviders(writes: number): Promise<KilledRun>;
  /** `up` whose engine is killed after so many writes; its plugins and the program have ended when this returns. */
  killEngine(writes: number): Promise<KilledRun>;
  /** Asserts that the next `up` leaves exactly what is declared. */
  converges(): Promise<void>;
}

/**
 * Sets up the tests of the surrounding `describe`.
 * @param organization Keeps the images of tests that share a cluster apart.
 */
export function faultScene(organization: string): FaultScene {
  const catalogue = smallCatalogue(organization);
  let lab: TestLab;
  let stack: TestStack;
  let kubernetes: KubernetesClient;
  let audit: AuditLog;

  beforeAll(async () => {
    lab = await testLab();
    for (const declared of catalogue.imagehub.images) await pushTestImage(lab, declared.name);
    kubernetes = await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } });
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

  return {
    get lab() {
      return lab;
    },
    get stack() {
      return stack;
    },
    get audit() {
      return audit;
    },
    killProviders: (writes) =>
      killAfterWrites(stack, audit, writes, (folder) => [
        ...dynamicProviders(folder),
        ...kubernetesPlugins(folder),
      ]),
    killEngine: async (writes) => {
      const killed = await killAfterWrites(stack, audit, writes, engines);
      await until(
        "the engine's plugins and the program to notice and end",
        () => [...dynamicProviders(stack.folder), ...programs(stack.folder)].length === 0,
      );
      return killed;
    },
    converges: () => expectConvergence(stack, kubernetes, catalogue),
  };
}
