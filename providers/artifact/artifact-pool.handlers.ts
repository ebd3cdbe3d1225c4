import type { KindHandlers } from "../runtime/kind.js";
import type { ArtifactPoolInputs, ArtifactPoolOutputs } from "./artifact-pool.js";
import { bringAbout, idOf } from "./pool/bring-about.js";
import { drain } from "./pool/drain.js";
import { planArtifactPool } from "./pool/plan.js";
import { readPoolState } from "./pool/read.js";
import { realSurroundings, type Surroundings } from "./site.js";

/** What the kind does, in given surroundings. */
export function artifactPoolHandlersIn(
  surroundings: Surroundings,
): KindHandlers<ArtifactPoolInputs, ArtifactPoolOutputs> {
  return {
    plan: (context, request) => planArtifactPool(surroundings, context, request),
    async create(context, inputs) {
      return { id: idOf(inputs), outputs: await bringAbout(surroundings, context, inputs, undefined) };
    },
    read: (context, _id, state) => readPoolState(surroundings, context, state),
    async update(context, _id, old, inputs) {
      return { outputs: await bringAbout(surroundings, context, inputs, old.inputs) };
    },
    delete: (context, _id, { inputs }) => drain(surroundings, context, inputs),
  };
}

/** What the kind does. */
export const artifactPoolHandlers = artifactPoolHandlersIn(realSurroundings);
