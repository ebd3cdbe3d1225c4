import type { Problem } from "../../../model/shared/problem.js";
import type { ArtifactPoolInputs } from "../artifact-pool.js";
import { readUnit } from "../ledger/pool-spec.js";

/** Faults between inputs: what instances are made of must be told once and wholly. */
export function poolProblems({ name, refs, build, clean, provided }: ArtifactPoolInputs): Problem[] {
  const problems: Problem[] = [];
  if (refs.includes(name)) problems.push({ path: "refs", reason: "an artifact cannot refer to itself" });
  if (provided !== undefined) {
    if (build !== undefined || clean !== undefined) {
      problems.push({ path: "provided", reason: "must not be given together with build or clean" });
    }
    return problems;
  }
  for (const [path, text] of [
    ["build", build],
    ["clean", clean],
  ] as const) {
    if (text === undefined) problems.push({ path, reason: "is required unless `provided` is given" });
    else if (readUnit(text) === undefined) problems.push({ path, reason: "is not the JSON of a unit" });
  }
  return problems;
}
