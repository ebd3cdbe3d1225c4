import { parseGoDuration } from "../../shared/duration.js";
import type { Problem } from "../../shared/problem.js";
import { LIMITS } from "../limits.js";
import type { RolloutSpec, ServerSpec } from "../schema.js";
import { faultAt, type Place } from "./report.js";
import { knownVersions, unknownVersion } from "./server-rules.js";

/** Rules of a server's rollout. */
export function rolloutProblems(rollout: RolloutSpec, server: ServerSpec, place: Place): readonly Problem[] {
  return [
    ...conflictProblems(server, place),
    ...(Object.hasOwn(server.components, rollout.to)
      ? []
      : [
          faultAt(
            place,
            ["rollout", "to"],
            unknownVersion(rollout.to, { ...server, externalVersions: [] }),
            "name a version that is declared here",
          ),
        ]),
    ...(knownVersions(server).length > LIMITS.backends
      ? [
          faultAt(
            place,
            ["rollout"],
            `has ${knownVersions(server).length} versions; a rollout shares calls among ${LIMITS.backends} at most (WGT-4)`,
            "remove versions that get no calls",
          ),
        ]
      : []),
    ...stepProblems(rollout, place),
    ...checkProblems(rollout, place),
    ...deadlineProblems(rollout, place),
    ...(rollout.promote && rollout.abort
      ? [faultAt(place, ["rollout", "promote"], "promote and abort contradict", "keep one of the two")]
      : []),
  ];
}

/** A rollout owns the weights. */
function conflictProblems(server: ServerSpec, place: Place): readonly Problem[] {
  const rows = [
    { field: "weights", set: server.weights !== undefined },
    { field: "versionWeights", set: server.versionWeights !== undefined },
    { field: "weightsManagedBy", set: server.weightsManagedBy === "external" },
    { field: "drained", set: server.drained },
  ];
  return rows
    .filter(({ set }) => set)
    .map(({ field }) =>
      faultAt(place, [field], "has a rollout, which sets the weights", `remove ${field} or the rollout`),
    );
}

function stepProblems({ steps }: RolloutSpec, place: Place): readonly Problem[] {
  const falling = steps.flatMap(({ weight }, index) => {
    const before = steps[index - 1]?.weight;
    if (before === undefined || weight > before) return [];
    const reason = `step ${index + 1} has weight ${weight}, not above the ${before} of the step before`;
    return [faultAt(place, ["rollout", "steps", index, "weight"], reason, "let weights rise")];
  });
  const last = steps.at(-1)?.weight;
  if (last === 100) return falling;
  const reason = `the last step must have weight 100 and has ${last ?? "none"}`;
  const field = ["rollout", "steps", steps.length - 1, "weight"];
  return [...falling, faultAt(place, field, reason, "add a step {weight: 100}")];
}

function checkProblems({ steps, checks }: RolloutSpec, place: Place): readonly Problem[] {
  const used = new Set(steps.flatMap((step) => step.checks));
  const declared = Object.keys(checks).sort();
  return [
    ...steps.flatMap((step, index) =>
      step.checks.flatMap((name, position) => {
        if (Object.hasOwn(checks, name)) return [];
        const known = declared.length === 0 ? "none" : declared.join(", ");
        const reason = `step ${index + 1} names the check "${name}"; declared are: ${known}`;
        const field = ["rollout", "steps", index, "checks", position];
        return [faultAt(place, field, reason, "declare it in rollout.checks, or remove it")];
      }),
    ),
    ...declared
      .filter((name) => !used.has(name))
      .map((name) =>
        faultAt(
          place,
          ["rollout", "checks", name],
          `no step names the check "${name}"`,
          "name it in the checks of a step, or remove it",
        ),
      ),
  ];
}

/** One update goes on to the next pause without end; it must be able to get there. */
function deadlineProblems({ steps, deadline }: RolloutSpec, place: Place): readonly Problem[] {
  const allowed = seconds(deadline);
  let longest = 0;
  let sum = 0;
  for (const { pause } of steps) {
    sum = pause === "forever" ? 0 : sum + (pause === undefined ? 0 : seconds(pause));
    longest = Math.max(longest, sum);
  }
  if (longest <= allowed) return [];
  const reason = `the deadline of ${deadline} is shorter than the pauses of one update, ${longest}s together`;
  return [faultAt(place, ["rollout", "deadline"], reason, "lengthen it, or shorten pauses")];
}

function seconds(duration: string): number {
  const parsed = parseGoDuration(duration);
  return parsed.ok ? parsed.seconds : 0;
}
