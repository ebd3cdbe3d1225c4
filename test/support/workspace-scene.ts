import type { KubeObject } from "../../clients/kubernetes/types.js";
import { GitRepository } from "./git-repository.js";
import { removeNamespace, StackScene } from "./stack-scene.js";

/** How a scene is set up. */
export interface SceneOptions {
  /** Whether the scene makes the destination namespace, and removes it at the end. Default true. */
  readonly makesNamespace?: boolean;
}

/** One git repository, and one stack with one workspace that is synchronised from it. */
export class WorkspaceScene extends StackScene {
  private source: GitRepository | undefined;

  constructor(
    private readonly name: string,
    { makesNamespace = true }: SceneOptions,
  ) {
    super();
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    beforeAll(async () => {
      if (makesNamespace) await this.kubernetes.create(namespace);
      this.source = new GitRepository();
    });
  }

  /** What the workspace is synchronised from. */
  get repository(): GitRepository {
    if (this.source === undefined) throw new Error("a scene's repository is there within tests only");
    return this.source;
  }

  /** The stack file's content, for a stack of the same lab. */
  config(workspaces: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return this.stackFile({ repositories: { source: { url: this.repository.url } }, workspaces });
  }

  /** A workspace from the repository to the scene's namespace. */
  workspace(settings: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
    return { repository: "source", destination: { cluster: "lab", namespace: this.name }, ...settings };
  }

  /** Writes the stack file with that one workspace, which is called as the scene. */
  declare(settings?: Readonly<Record<string, unknown>>): void {
    this.stack.configure(this.config({ [this.name]: this.workspace(settings) }));
  }

  /** What the stack's outputs tell of the workspace. */
  summary(): Promise<Readonly<Record<string, unknown>>> {
    return this.outputOf("workspaces", this.name);
  }

  /** An object in the scene's namespace, or one without namespace. */
  find(kind: string, name: string, apiVersion = "v1"): Promise<KubeObject | undefined> {
    return this.kubernetes.get({ apiVersion, kind, name, namespace: this.name });
  }

  protected override async ended(): Promise<void> {
    this.repository.dispose();
    await removeNamespace(this.kubernetes, this.name);
  }
}

/**
 * Sets up a scene for the tests of the surrounding `describe`.
 * @param name Of the workspace and of its namespace; keeps tests apart that share a cluster.
 */
export function workspaceScene(name: string, options: SceneOptions = {}): WorkspaceScene {
  return new WorkspaceScene(name, options);
}
