import { refOf } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { Weights } from "../../../model/vimana/rollout/shares.js";
import type { Naming } from "../carriers.js";
import type { TrafficOutputs } from "../traffic.js";
import { type Marks, marksOf } from "./marks.js";
import { type Declared, namingOf, type Server } from "./server.js";

/** One carrier as it is. */
export interface Found extends Declared {
  /** Undefined when it does not exist. */
  readonly live: KubeObject | undefined;
  readonly weights: Weights;
}

/** The carriers of a server as they are. */
export interface Look extends Marks {
  readonly carriers: readonly Found[];
  readonly naming: Naming;
  /** Whether any carrier exists. */
  readonly exists: boolean;
  /** Weights of the first carrier that exists. */
  readonly weights: Weights;
}

/**
 * Reads the carriers, all at once.
 *
 * @param before what the state knows
 */
export async function lookAt(
  server: Server,
  before: Pick<TrafficOutputs, "liveWeights" | "history"> | undefined,
): Promise<Look> {
  const lives = await Promise.all(server.declared.map(({ object }) => server.client.get(refOf(object))));
  const { rollout } = marksOf(lives.find((live) => live !== undefined));
  const naming = namingOf(server.inputs, rememberedVersions(before, [rollout?.from, rollout?.weights]));
  return lookOf(server.declared, lives, naming);
}

/** The look that follows from live objects, in the order of the declared ones. */
export function lookOf(
  declared: readonly Declared[],
  lives: readonly (KubeObject | undefined)[],
  naming: Naming,
): Look {
  const carriers = declared.map((each, index): Found => {
    const live = lives[index];
    const weights = live === undefined ? {} : each.carrier.weightsOf(live, naming);
    return { ...each, live, weights };
  });
  const first = carriers.find(({ live }) => live !== undefined);
  return {
    ...marksOf(first?.live),
    carriers,
    naming,
    exists: first !== undefined,
    weights: first?.weights ?? {},
  };
}

function rememberedVersions(
  before: Pick<TrafficOutputs, "liveWeights" | "history"> | undefined,
  recorded: readonly (Weights | undefined)[],
): string[] {
  const sets = [before?.liveWeights, ...(before?.history ?? []).map(({ weights }) => weights), ...recorded];
  return sets.flatMap((weights) => Object.keys(weights ?? {}));
}
