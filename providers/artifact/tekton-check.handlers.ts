import { isKubeError } from "../../clients/kubernetes/errors.js";
import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers } from "../runtime/kind.js";
import { clusterTarget } from "../targets/cluster.js";
import type { TektonCheckInputs, TektonCheckOutputs } from "./tekton-check.js";

const GROUP = "tekton.dev";
const VERSION = "v1";
/** Kinds that a pool's runs and their tasks are. */
const KINDS = ["PipelineRun", "TaskRun"];
const FLAGS = "feature-flags";
/** Names the kinds that may hold no spec of their own, with commas between them. */
const FORBIDDING = "disable-inline-spec";

type Asked = Pick<TektonCheckInputs, "cluster" | "systemNamespace">;

/** Looks in plan, create and update; there is nothing to read and nothing to remove. */
export const tektonCheckHandlers: KindHandlers<TektonCheckInputs, TektonCheckOutputs> = {
  async plan(context, { news: { cluster, systemNamespace = "tekton-pipelines" } }) {
    if (cluster === undefined) return undefined;
    try {
      await look(context, { cluster, systemNamespace });
    } catch (error) {
      if (!isKubeError(error, "Unreachable")) throw error;
      const notes = [`${error.message}: whether Tekton is there is not known`];
      return { summary: "", steps: [], notes };
    }
    return undefined;
  },
  create: async (context, inputs) => ({
    id: `tekton-${inputs.cluster}`,
    outputs: await look(context, inputs),
  }),
  update: async (context, _id, _old, inputs) => ({ outputs: await look(context, inputs) }),
  read: (_context, _id, state) => Promise.resolve(state),
  delete: () => Promise.resolve(),
};

async function look(context: KindContext, { cluster, systemNamespace }: Asked): Promise<TektonCheckOutputs> {
  const client = await context.target(clusterTarget, cluster);
  const missing = await missingKinds(client);
  if (missing.length > 0) {
    throw new Failure({
      what: `Tekton is not there: ${missing.join(" and ")} in ${GROUP}/${VERSION} ${missing.length === 1 ? "is" : "are"} not served`,
      where: `cluster ${cluster}`,
      next:
        "Install Tekton Pipelines 1.0 or later, kubectl apply -f " +
        "https://storage.googleapis.com/tekton-releases/pipeline/latest/release.yaml, or name a cluster that has it",
    });
  }
  const forbidden = await forbiddenSpecs(client, systemNamespace);
  if (forbidden !== "") {
    throw new Failure({
      what: `Tekton refuses specs inside runs: its flag ${FORBIDDING} is "${forbidden}"`,
      where: `ConfigMap ${systemNamespace}/${FLAGS} of cluster ${cluster}`,
      next: `Clear the flag: kubectl -n ${systemNamespace} patch configmap ${FLAGS} --type merge -p '{"data":{"${FORBIDDING}":""}}'`,
    });
  }
  return { served: `${GROUP}/${VERSION}` };
}

async function missingKinds(client: KubernetesClient): Promise<readonly string[]> {
  const found = await Promise.all(
    KINDS.map((kind) => client.resource({ group: GROUP, version: VERSION, kind })),
  );
  return KINDS.filter((_kind, index) => found[index] === undefined);
}

/** What the flag forbids; nothing where there is no such flag, or the credential may not read Tekton's settings. */
async function forbiddenSpecs(client: KubernetesClient, namespace: string): Promise<string> {
  try {
    const flags = await client.get({ apiVersion: "v1", kind: "ConfigMap", namespace, name: FLAGS });
    const value = isObject(flags?.["data"]) ? flags["data"][FORBIDDING] : undefined;
    return typeof value === "string" ? value.trim() : "";
  } catch (error) {
    if (isKubeError(error, "Forbidden")) return "";
    throw error;
  }
}
