import type { GitRepository } from "./git-repository.js";
import { TestStack } from "./stack.js";
import { EMPTY_FOLDER, FOLDER } from "./workspace-bench-objects.js";

/**
 * A stack on the lab's cluster with one workspace from a repository, not deployed yet.
 * @param namespace Where its objects go; exists already, and names the stack.
 */
export async function workspaceStack(
  labFolder: string,
  repository: GitRepository,
  namespace: string,
): Promise<TestStack> {
  const workspace = { repository: "many", path: FOLDER, destination: { cluster: "lab", namespace } };
  return configured(labFolder, namespace, repository, { many: workspace });
}

/** The same stack without a workspace: what the engine and the program take by themselves. */
export async function emptyStack(
  labFolder: string,
  repository: GitRepository,
  name: string,
): Promise<TestStack> {
  return configured(labFolder, name, repository, {});
}

/** The same stack with a workspace that holds no object: with what git and the provider's process take, too. */
export async function objectlessStack(
  labFolder: string,
  repository: GitRepository,
  namespace: string,
): Promise<TestStack> {
  const destination = { cluster: "lab", namespace };
  const workspace = { repository: "many", path: EMPTY_FOLDER, allowEmpty: true, destination };
  return configured(labFolder, namespace, repository, { many: workspace });
}

async function configured(
  labFolder: string,
  name: string,
  repository: GitRepository,
  workspaces: Readonly<Record<string, unknown>>,
): Promise<TestStack> {
  const stack = new TestStack(labFolder, {}, undefined, name);
  stack.configure({
    installation: "0123456789ab",
    "pulumi:disable-default-providers": ["kubernetes"],
    clusters: { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
    repositories: { many: { url: repository.url } },
    workspaces,
  });
  await stack.create();
  return stack;
}
