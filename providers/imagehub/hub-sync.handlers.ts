import { keywordLabels, repositoryStatus } from "../../model/imagehub/aggregate.js";
import { EPOCH, KEYWORD_LABEL_PREFIX } from "../../model/imagehub/constants.js";
import { Failure } from "../../model/shared/errors.js";
import { canonicalJson } from "../../model/shared/json.js";
import { clusterTarget } from "../targets/cluster.js";
import type { KindContext } from "../runtime/context.js";
import { PartialFailure } from "../runtime/failure.js";
import type { KindHandlers } from "../runtime/kind.js";
import { messageOf } from "../runtime/presentable-error.js";
import type { HubSyncInputs, HubSyncOutputs, Leaving } from "./hub-sync.js";
import { type FoundHub, observe, type Sought } from "./hub-sync/observe.js";
import { planSync } from "./hub-sync/plan.js";
import { outOfStep, settle } from "./hub-sync/settle.js";
import {
  type Aggregate,
  factsText,
  type ImageFacts,
  namesText,
  readFacts,
  readNames,
} from "./hub-sync/texts.js";

const NOTHING: Leaving = { images: [], repositories: [] };

/** What a hub's aggregation does (imagehub.md 6.7). */
export const hubSyncHandlers: KindHandlers<HubSyncInputs, HubSyncOutputs> = {
  plan: (context, request) => Promise.resolve(planSync(context, request)),

  async create(context, inputs) {
    return { id: inputs.cluster, outputs: await synchronise(context, inputs, inputs.cluster, NOTHING) };
  },

  async read(context, _id, { inputs, outputs }) {
    const client = await context.target(clusterTarget, inputs.cluster);
    const hub = await observe(client, soughtBy(inputs, outputs.leaving, context.token));
    return {
      inputs: {
        ...inputs,
        ...asFound(inputs, hub),
        outOfStep: outOfStep(hub, imagesOf(inputs), context.token),
      },
      outputs: outputsOf(hub, outputs.leaving),
    };
  },

  async update(context, id, { inputs: before, outputs: { leaving } }, inputs) {
    const images = imagesOf(inputs);
    const gone: Leaving = {
      images: [...imagesOf(before), ...leaving.images].filter((object) => !images.has(object)),
      repositories: [...Object.keys(before.repositories), ...leaving.repositories].filter(
        (name) => inputs.repositories[name] === undefined,
      ),
    };
    return { outputs: await synchronise(context, inputs, id, gone) };
  },

  async delete(context, _id, { inputs, outputs: { leaving } }) {
    const client = await context.target(clusterTarget, inputs.cluster);
    const repositories = [...Object.keys(inputs.repositories), ...leaving.repositories];
    const sought: Sought = {
      repositories: [],
      organizations: [
        ...Object.keys(inputs.organizations),
        ...repositories.map((name) => name.slice(0, name.indexOf("/"))),
      ],
      leaving: { images: [], repositories },
      token: context.token,
    };
    const { hub, failures } = await settle(client, sought, new Set(), context.signal);
    for (const name of hub.takenOver)
      context.info(`the status of ${name} stays: another aggregation keeps it`);
    if (failures.length === 0) return;
    throw new Failure({ what: reasonsOf(failures).join("; "), cause: failures[0] });
  },
};

/** @throws PartialFailure with every repository and organization that could not be brought in step */
async function synchronise(
  context: KindContext,
  inputs: HubSyncInputs,
  id: string,
  leaving: Leaving,
): Promise<HubSyncOutputs> {
  const client = await context.target(clusterTarget, inputs.cluster);
  context.status(`aggregating the images of ${Object.keys(inputs.repositories).length} repositories`);
  const sought = soughtBy(inputs, leaving, context.token);
  const { hub, dropped, failures } = await settle(client, sought, imagesOf(inputs), context.signal);
  for (const { name, images } of dropped) {
    if (images.length === 0) continue;
    const left = images.map(({ image }) => image.name).join(", ");
    context.warn(`${name.name} is aggregated no more, though images that others made are in it: ${left}`);
  }
  if (failures.length > 0) throw new PartialFailure(id, outputsOf(hub, leaving), reasonsOf(failures));
  return outputsOf(hub, NOTHING);
}

function soughtBy(inputs: HubSyncInputs, leaving: Leaving, token: string): Sought {
  return {
    repositories: Object.keys(inputs.repositories),
    organizations: Object.keys(inputs.organizations),
    leaving,
    token,
  };
}

function imagesOf({ repositories }: HubSyncInputs): ReadonlySet<string> {
  return new Set(Object.values(repositories).flatMap(readNames));
}

function reasonsOf(failures: readonly unknown[]): string[] {
  return [...new Set(failures.map((failure) => messageOf(failure, "aggregation")))].sort();
}

/** The recorded repositories and images that exist, each as recorded unless its facts were changed outside. */
function asFound(inputs: HubSyncInputs, hub: FoundHub): Pick<HubSyncInputs, "repositories" | "images"> {
  const existing = hub.repositories.filter(({ object }) => object !== undefined);
  const details = new Map(
    existing.flatMap(({ images }) => images.map(({ image }) => [image.metaName, image.detail] as const)),
  );
  const images = Object.entries(inputs.images).flatMap(([object, recorded]): [string, string][] => {
    const detail = details.get(object);
    if (detail === undefined) return [];
    const facts = { size: detail.size, creatTime: detail.creatTime, keywords: [...detail.keywords] };
    const same = factsText(complete(readFacts(recorded))) === factsText(facts);
    return [[object, same ? recorded : factsText(facts)]];
  });
  return {
    repositories: Object.fromEntries(
      existing.map(({ name }) => {
        const recorded = readNames(inputs.repositories[name.name] ?? "[]");
        return [name.name, namesText(recorded.filter((object) => details.has(object)))];
      }),
    ),
    images: Object.fromEntries(images),
  };
}

/** Facts that are left out are what the API server makes of them. */
function complete({ size = 0, creatTime = EPOCH, keywords = [] }: ImageFacts): ImageFacts {
  return { size, creatTime, keywords };
}

function outputsOf(hub: FoundHub, leaving: Leaving): HubSyncOutputs {
  const aggregates = hub.repositories.map(({ name, images }): [string, string] => {
    const known = images.map(({ image }) => image);
    const { tags, latestTag } = repositoryStatus(name.name, known);
    const aggregate = {
      tags: tags.map((tag) => tag.name),
      latestTag: latestTag?.name ?? "",
      keywords: Object.keys(keywordLabels(known)).map((label) => label.slice(KEYWORD_LABEL_PREFIX.length)),
    } satisfies Aggregate;
    return [name.name, canonicalJson(aggregate)];
  });
  return { aggregates: Object.fromEntries(aggregates), leaving };
}
