import type { Problem } from "../../shared/problem.js";
import { LIMITS } from "../limits.js";
import type { ServerSpec } from "../schema.js";
import { versionFault } from "../versions.js";
import { normaliseWeights, type NormalWeight } from "../weights.js";
import { faultAt, type Place } from "./report.js";
import { knownVersions, unknownVersion } from "./server-rules.js";

/** How a server's calls are shared, and what is wrong with it. */
export interface WeightPlan {
  readonly weights: readonly NormalWeight[];
  readonly problems: readonly Problem[];
}

/** A server's weights by either of their names. */
export interface DeclaredWeights {
  readonly weights: ServerSpec["weights"];
  readonly versionWeights: ServerSpec["versionWeights"];
}

/** Weights of a server without a rollout (WGT-1 to WGT-4). */
export function planWeights(
  { weights, versionWeights }: DeclaredWeights,
  server: ServerSpec,
  place: Place,
): WeightPlan {
  const { components, externalVersions } = server;
  if (weights !== undefined && versionWeights !== undefined) {
    const reason = "weights and versionWeights mean the same, and both are set";
    return refused(faultAt(place, ["versionWeights"], reason, "keep one of the two"));
  }
  const field = weights === undefined ? "versionWeights" : "weights";
  const declared = weights ?? versionWeights ?? implied(server);
  if (declared === undefined) {
    const reason = "has several versions, and nothing says how they share calls (WGT-2)";
    return refused(faultAt(place, ["weights"], reason, 'set weights, as {"1.0.0": 80, "1.1.0": 20}'));
  }
  const problems = [...keyProblems(declared, server, field, place)];
  const known = Object.fromEntries(
    Object.entries(declared).filter(([version]) => versionFault(version) === undefined),
  );
  const normal = normaliseWeights(known);
  if (!normal.ok) {
    const inside = normal.problems.map((problem) => ({
      ...problem,
      path: `${faultAt(place, [field], "").path}${problem.path}`,
      reason: `${place.name}: ${problem.path === "" ? "" : "weight "}${problem.reason}`,
    }));
    return { weights: [], problems: [...problems, ...inside] };
  }
  const hasVersions = Object.keys(components).length + externalVersions.length > 0;
  if (hasVersions) problems.push(...drainedProblems(normal.weights, server, field, place));
  return { weights: normal.weights, problems };
}

/** Without weights all calls go to the only version; nothing can be said of several. */
function implied(server: ServerSpec): Readonly<Record<string, number>> | undefined {
  const [only, ...others] = knownVersions(server);
  if (server.drained || only === undefined) return {};
  return others.length === 0 ? { [only]: 1 } : undefined;
}

function keyProblems(
  declared: Readonly<Record<string, unknown>>,
  server: ServerSpec,
  field: string,
  place: Place,
): readonly Problem[] {
  const versions = Object.keys(declared).sort();
  const known = knownVersions(server);
  return [
    ...versions
      .filter((version) => !known.includes(version))
      .map((version) =>
        faultAt(
          place,
          [field, version],
          `${unknownVersion(version, server)} (WGT-3)`,
          "declare it, remove its weight, or list it in externalVersions",
        ),
      ),
    ...(versions.length > LIMITS.backends
      ? [
          faultAt(
            place,
            [field],
            `has weights of ${versions.length} versions; a server takes ${LIMITS.backends}, zeros count (WGT-4)`,
            "remove the weights of versions that get no calls",
          ),
        ]
      : []),
  ];
}

function drainedProblems(
  weights: readonly NormalWeight[],
  { drained }: ServerSpec,
  field: string,
  place: Place,
): readonly Problem[] {
  if (drained && weights.length > 0) {
    const reason = "is drained, and its weights are not all 0 (WGT-2)";
    return [faultAt(place, [field], reason, "set them to 0, or remove drained")];
  }
  if (drained || weights.length > 0) return [];
  const reason = "has versions, and no weight above 0: every call would fail (WGT-2)";
  return [
    faultAt(place, [field], reason, 'give one of them a weight, or set "drained: true" if that is meant'),
  ];
}

function refused(problem: Problem): WeightPlan {
  return { weights: [], problems: [problem] };
}
