import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubeObject, KubernetesClient } from "../../../clients/kubernetes/types.js";

const TIMEOUT_MS = 120_000;
const NAMESPACE = "train";
const RUN = { apiVersion: "tekton.dev/v1", kind: "PipelineRun", namespace: NAMESPACE };
const FLAGS = {
  apiVersion: "v1",
  kind: "ConfigMap",
  namespace: "tekton-pipelines",
  name: "feature-flags",
};

/** How a run ended. */
export interface Ended {
  /** Status of the condition `Succeeded`. */
  readonly succeeded: string | undefined;
  readonly results: Readonly<Record<string, string>>;
}

interface RunStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly results?: readonly { readonly name: string; readonly value: string }[];
  readonly completionTime?: string;
}

/** PipelineRuns in a namespace of a lab, written by hand. */
export class Pipelines {
  private constructor(private readonly client: KubernetesClient) {}

  static async in(kubeconfig: string): Promise<Pipelines> {
    const client = await connectKubernetes({ kubeconfig: { path: kubeconfig } });
    await client.apply(
      { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
      { fieldManager: "test" },
    );
    return new Pipelines(client);
  }

  /** Runs two tasks, of which the second one needs a result of the first, and waits for the end. */
  async run(
    name: string,
    { image, fails }: { readonly image: string; readonly fails: boolean },
  ): Promise<Ended> {
    await this.client.apply(twoTasks(name, image, fails), { fieldManager: "test" });
    const done = await this.client.waitFor(
      { ...RUN, name },
      (object) => statusOf(object).completionTime !== undefined,
      { timeoutMs: TIMEOUT_MS },
    );
    const { conditions = [], results = [] } = statusOf(done);
    return {
      succeeded: conditions.find(({ type }) => type === "Succeeded")?.status,
      results: Object.fromEntries(results.map((result) => [result.name, result.value])),
    };
  }

  /** Names of a run's pods. */
  async pods(run: string): Promise<readonly string[]> {
    const { items } = await this.client.list(
      { group: "", version: "v1", kind: "Pod" },
      { namespace: NAMESPACE, labelSelector: `tekton.dev/pipelineRun=${run}` },
    );
    return items.map(({ metadata }) => metadata.name ?? "").sort();
  }

  /** Whether the cluster's own role for editors allows it. */
  async editorsMayCreateRuns(): Promise<boolean> {
    const role = await this.client.get({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      name: "edit",
    });
    return JSON.stringify(role).includes("pipelineruns");
  }

  async changeFlag(name: string, value: string): Promise<void> {
    const { namespace, name: object, ...kind } = FLAGS;
    const metadata = { namespace, name: object };
    await this.client.apply(
      { ...kind, metadata, data: { [name]: value } },
      { fieldManager: "test", force: true },
    );
  }

  async flag(name: string): Promise<string | undefined> {
    const found = (await this.client.get(FLAGS)) as { data?: Record<string, string> } | undefined;
    return found?.data?.[name];
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

function statusOf(object: KubeObject | undefined): RunStatus {
  return (object as { status?: RunStatus } | undefined)?.status ?? {};
}

function twoTasks(name: string, image: string, fails: boolean): KubeObject {
  const script = fails ? "exit 3" : 'printf "hello $(params.art_id)" > $(results.word.path)';
  const text = (member: string): object => ({ name: member, type: "string" });
  return {
    apiVersion: RUN.apiVersion,
    kind: RUN.kind,
    metadata: { namespace: NAMESPACE, name },
    spec: {
      taskRunTemplate: { serviceAccountName: "default" },
      params: [{ name: "art_id", value: "carv01" }],
      pipelineSpec: {
        params: [text("art_id")],
        results: [{ ...text("said"), value: "$(tasks.use.results.said)" }],
        tasks: [
          { name: "make", taskSpec: { results: [text("word")], steps: [{ name: "go", image, script }] } },
          {
            name: "use",
            params: [{ name: "word", value: "$(tasks.make.results.word)" }],
            taskSpec: {
              params: [text("word")],
              results: [text("said")],
              steps: [
                {
                  name: "go",
                  image,
                  command: ["sh", "-c"],
                  args: ['printf "got $(params.word)" > $(results.said.path)'],
                },
              ],
            },
          },
        ],
      },
    },
  };
}
