import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { keywordLabels, repositoryStatus } from "../../model/imagehub/aggregate.js";
import { KEYWORD_LABEL_PREFIX } from "../../model/imagehub/constants.js";
import { clusterTarget } from "../targets/cluster.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers } from "../runtime/kind.js";
import type { RepositorySyncInputs, RepositorySyncOutputs } from "./repository-sync.js";
import { apply, SYNCED_BY_ANNOTATION, withdraw } from "./repository-sync/apply.js";
import { imagesAsFound, isInStep } from "./repository-sync/compare.js";
import { observe, type Surroundings } from "./repository-sync/observe.js";
import { planSync } from "./repository-sync/plan.js";
import { retryConflicts } from "./retry-conflicts.js";

/** What a repository's aggregation does (imagehub.md 6.7). */
export const repositorySyncHandlers: KindHandlers<RepositorySyncInputs, RepositorySyncOutputs> = {
  plan: (_context, request) => Promise.resolve(planSync(request)),

  async create(context, inputs) {
    return { id: inputs.name, outputs: await synchronise(context, inputs, []) };
  },

  async read(context, _id, { inputs }) {
    const client = await connect(context, inputs);
    const surroundings = await observe(client, inputs.name);
    if (surroundings.repository === undefined) return undefined;
    const inStep = isInStep(surroundings, objectNames(inputs), context.token);
    return {
      inputs: { ...inputs, images: imagesAsFound(inputs, surroundings), inStep },
      outputs: outputsOf(surroundings),
    };
  },

  async update(context, _id, old, inputs) {
    // The engine deletes what the program dropped after everything else, so these images are there but about to go.
    const staying = objectNames(inputs);
    const leaving = old.inputs.images.map(({ object }) => object).filter((object) => !staying.has(object));
    return { outputs: await synchronise(context, inputs, leaving) };
  },

  async delete(context, _id, { inputs }) {
    const client = await connect(context, inputs);
    await retryConflicts(context.signal, async () => {
      const surroundings = await observe(client, inputs.name);
      const { repository } = surroundings;
      const keeper = repository?.metadata.annotations?.[SYNCED_BY_ANNOTATION];
      if (repository !== undefined && keeper !== context.token) {
        context.info(`the status of ${inputs.name} stays: another resource keeps it`);
        return;
      }
      await withdraw(client, surroundings);
    });
  },
};

async function synchronise(
  context: KindContext,
  inputs: RepositorySyncInputs,
  leaving: readonly string[],
): Promise<RepositorySyncOutputs> {
  const client = await connect(context, inputs);
  return retryConflicts(context.signal, async () => {
    context.status(`aggregating the images of ${inputs.name}`);
    const surroundings = await observe(client, inputs.name, new Set(leaving));
    await apply(client, surroundings, objectNames(inputs), context.token);
    return outputsOf(surroundings);
  });
}

function connect(context: KindContext, { cluster }: RepositorySyncInputs): Promise<KubernetesClient> {
  return context.target(clusterTarget, cluster);
}

function objectNames({ images }: RepositorySyncInputs): ReadonlySet<string> {
  return new Set(images.map(({ object }) => object));
}

function outputsOf({ name, images }: Surroundings): RepositorySyncOutputs {
  const known = images.map(({ image }) => image);
  const { tags, latestTag } = repositoryStatus(name.name, known);
  return {
    tags: tags.map((tag) => tag.name),
    latestTag: latestTag?.name ?? "",
    keywords: Object.keys(keywordLabels(known)).map((label) => label.slice(KEYWORD_LABEL_PREFIX.length)),
  };
}
