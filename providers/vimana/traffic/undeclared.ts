import { Failure } from "../../../model/shared/errors.js";
import { inOrder, shareOf, type Weights } from "../../../model/vimana/rollout/shares.js";
import { versionFault } from "../../../model/vimana/versions.js";
import type { Server } from "./server.js";

type About = Pick<Server, "inputs" | "name" | "where">;

/** Versions that have calls and are not declared, so that their pods are about to be deleted, as `1.0.0 (80%)`. */
export function undeclared({ inputs }: Pick<Server, "inputs">, weights: Weights): string[] {
  return inOrder(weights).flatMap(([version]) =>
    versionFault(version) !== undefined || Object.hasOwn(inputs.backends, version)
      ? []
      : [`${version} (${shareOf(version, weights)})`],
  );
}

/** A version that is removed goes on to have calls, which its deletion would fail. */
export function stillServing({ where }: About, versions: readonly string[], why: string): Failure {
  return new Failure({
    what: `${versions.join(", ")} is not declared any more and still gets calls${why}`,
    where,
    next: "Declare it until it gets none",
  });
}

/**
 * What a person should know before a version that has calls is removed; undefined when none is.
 *
 * @throws Failure where its calls have to be taken away by a deployment of its own first (WGT-5)
 */
export function removalWarning(about: About, weights: Weights): string | undefined {
  const versions = undeclared(about, weights);
  if (versions.length === 0) return undefined;
  if (about.inputs.requireDrain) {
    throw stillServing(about, versions, ", and requireDrain wants a deployment without them first (WGT-5)");
  }
  return `${versions.join(", ")} is removed while it gets calls; they move away first, and it drains (WGT-5)`;
}
