import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubernetesClient, ObjectRef } from "../../clients/kubernetes/types.js";
import { AuditLog } from "./audit-log.js";
import { testLab, type TestLab } from "./lab.js";
import { TestStack, type Finished } from "./stack.js";

type Operation = "up" | "preview" | "refresh" | "destroy";

interface Opened {
  readonly lab: TestLab;
  readonly stack: TestStack;
  readonly kubernetes: KubernetesClient;
  readonly audit: AuditLog;
}

/** What a scene of one system adds. */
export interface SceneSetUp {
  /** Profiles of the lab. Default those that every test has. */
  readonly profiles?: readonly string[];
  /** Stacks that exist at the same time need two names. */
  readonly stack?: string;
}

/** One stack on the lab. After the tests of the surrounding `describe` it must be destroyed without a fault. */
export class StackScene {
  private opened: Opened | undefined;
  private readonly preparations: (() => unknown)[] = [];
  private readonly cleanUps: (() => unknown)[] = [];

  constructor({ profiles, stack }: SceneSetUp = {}) {
    beforeAll(async () => {
      const lab = await testLab(profiles);
      this.opened = {
        lab,
        kubernetes: await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } }),
        audit: new AuditLog(lab.folder),
        stack: new TestStack(lab.folder, {}, undefined, stack),
      };
    });
    afterAll(async () => {
      for (const prepare of this.preparations) await prepare();
      succeeded("destroy", await this.stack.make("destroy"));
      for (const cleanUp of this.cleanUps) await cleanUp();
      await this.ended();
      await this.stack.dispose();
      await this.kubernetes.close();
    });
  }

  get lab(): TestLab {
    return this.parts.lab;
  }

  get stack(): TestStack {
    return this.parts.stack;
  }

  get kubernetes(): KubernetesClient {
    return this.parts.kubernetes;
  }

  get audit(): AuditLog {
    return this.parts.audit;
  }

  /** An operation that succeeds. @returns What a user sees. */
  async make(operation: Operation): Promise<string> {
    return succeeded(operation, await this.stack.make(operation));
  }

  /** An operation that fails without having written anything. @returns What a user sees. */
  async refused(operation: Operation): Promise<string> {
    const mark = this.audit.mark();
    const run = await this.stack.make(operation);
    if (run.code === 0) throw new Error(`${operation} was not refused:\n${run.output}`);
    expect(this.audit.ourWritesSince(mark)).toEqual([]);
    return run.output;
  }

  /** What the stack's outputs tell of one thing of a system. */
  async outputOf(system: string, id: string): Promise<Readonly<Record<string, unknown>>> {
    const outputs = await this.stack.outputs();
    return (outputs[system] as Record<string, Record<string, unknown>>)[id] ?? {};
  }

  /** What has to be done before the stack can be destroyed. */
  beforeEnd(prepare: () => unknown): void {
    this.preparations.push(prepare);
  }

  /** What is to be done when the stack is destroyed, while the client of the cluster is still there. */
  atEnd(cleanUp: () => unknown): void {
    this.cleanUps.push(cleanUp);
  }

  /** What a system's scene does after everything that tests have left for the end. */
  protected ended(): Promise<void> {
    return Promise.resolve();
  }

  /** The stack file's content: the lab's cluster, and what a system adds. */
  protected stackFile(systems: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return {
      installation: "0123456789ab",
      "pulumi:disable-default-providers": ["kubernetes"],
      clusters: { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
      ...systems,
    };
  }

  private get parts(): Opened {
    if (this.opened === undefined) throw new Error("a scene is there within tests only");
    return this.opened;
  }
}

/** Removes a namespace that outlives its stack on purpose. */
export async function removeNamespace(kubernetes: KubernetesClient, name: string): Promise<void> {
  const namespace: ObjectRef = { apiVersion: "v1", kind: "Namespace", name };
  await kubernetes.delete(namespace);
  await kubernetes.waitFor(namespace, (object) => object === undefined, { timeoutMs: 60_000 });
}

function succeeded(operation: Operation, { code, output }: Finished): string {
  if (code !== 0) throw new Error(`${operation} failed:\n${output}`);
  return output;
}
