import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubernetesClient, KubeObject, ObjectRef } from "../../clients/kubernetes/types.js";
import { AuditLog } from "./audit-log.js";
import { GitRepository } from "./git-repository.js";
import { testLab, type TestLab } from "./lab.js";
import { TestStack, type Finished } from "./stack.js";

type Operation = "up" | "preview" | "refresh" | "destroy";

/** How a scene is set up. */
export interface SceneOptions {
  /** Whether the scene makes the destination namespace, and removes it at the end. Default true. */
  readonly makesNamespace?: boolean;
}

/** One git repository, and one stack with one workspace that is synchronised from it. */
export interface WorkspaceScene {
  readonly lab: TestLab;
  readonly stack: TestStack;
  readonly kubernetes: KubernetesClient;
  readonly audit: AuditLog;
  /** What the workspace is synchronised from. */
  readonly repository: GitRepository;
  /** The stack file's content, for a stack of the same lab. */
  config(workspaces: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** A workspace from the repository to the scene's namespace. */
  workspace(settings?: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Writes the stack file with that one workspace, which is called as the scene. */
  declare(settings?: Readonly<Record<string, unknown>>): void;
  /** An operation that succeeds. @returns What a user sees. */
  make(operation: Operation): Promise<string>;
  /** An operation that fails without having written anything. @returns What a user sees. */
  refused(operation: Operation): Promise<string>;
  /** What the stack's outputs tell of the workspace. */
  summary(): Promise<Readonly<Record<string, unknown>>>;
  /** What is to be done when the stack is destroyed, and repository, namespace and client are still there. */
  atEnd(cleanUp: () => Promise<unknown>): void;
  /** An object in the scene's namespace, or one without namespace. */
  find(kind: string, name: string, apiVersion?: string): Promise<KubeObject | undefined>;
}

/**
 * Sets up a scene for the tests of the surrounding `describe`. After them the stack must be destroyed without a fault.
 * @param name Of the workspace and of its namespace; keeps tests apart that share a cluster.
 */
export function workspaceScene(name: string, options: SceneOptions = {}): WorkspaceScene {
  const { makesNamespace = true } = options;
  const namespace: ObjectRef = { apiVersion: "v1", kind: "Namespace", name };
  let lab: TestLab;
  let stack: TestStack;
  let kubernetes: KubernetesClient;
  let audit: AuditLog;
  let repository: GitRepository;
  const cleanUps: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    lab = await testLab();
    kubernetes = await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } });
    if (makesNamespace) await kubernetes.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    audit = new AuditLog(lab.folder);
    repository = new GitRepository();
    stack = new TestStack(lab.folder);
  });

  afterAll(async () => {
    succeeded("destroy", await stack.make("destroy"));
    for (const cleanUp of cleanUps) await cleanUp();
    await stack.dispose();
    repository.dispose();
    await removeNamespace(kubernetes, namespace);
    await kubernetes.close();
  });

  const workspace: WorkspaceScene["workspace"] = (settings = {}) => ({
    repository: "source",
    destination: { cluster: "lab", namespace: name },
    ...settings,
  });

  const config: WorkspaceScene["config"] = (workspaces) => ({
    installation: "0123456789ab",
    "pulumi:disable-default-providers": ["kubernetes"],
    clusters: { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
    repositories: { source: { url: repository.url } },
    workspaces,
  });

  return {
    get lab() {
      return lab;
    },
    get stack() {
      return stack;
    },
    get kubernetes() {
      return kubernetes;
    },
    get audit() {
      return audit;
    },
    get repository() {
      return repository;
    },
    config,
    workspace,
    declare: (settings) => {
      stack.configure(config({ [name]: workspace(settings) }));
    },
    make: async (operation) => succeeded(operation, await stack.make(operation)),
    async refused(operation) {
      const mark = audit.mark();
      const run = await stack.make(operation);
      if (run.code === 0) throw new Error(`${operation} was not refused:\n${run.output}`);
      expect(audit.ourWritesSince(mark)).toEqual([]);
      return run.output;
    },
    async summary() {
      const { workspaces } = await stack.outputs();
      return (workspaces as Record<string, Record<string, unknown>>)[name] ?? {};
    },
    atEnd: (cleanUp) => void cleanUps.push(cleanUp),
    find: (kind, object, apiVersion = "v1") =>
      kubernetes.get({ apiVersion, kind, name: object, namespace: name }),
  };
}

function succeeded(operation: Operation, { code, output }: Finished): string {
  if (code !== 0) throw new Error(`${operation} failed:\n${output}`);
  return output;
}

async function removeNamespace(kubernetes: KubernetesClient, namespace: ObjectRef): Promise<void> {
  await kubernetes.delete(namespace);
  await kubernetes.waitFor(namespace, (object) => object === undefined, { timeoutMs: 60_000 });
}
