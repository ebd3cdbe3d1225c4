import { parseGoDuration } from "../../../model/shared/duration.js";
import type { Problem } from "../../../model/shared/problem.js";
import { hookOf } from "../../../model/workspace/sync/hooks.js";
import { parseSyncOptions } from "../../../model/workspace/sync/options.js";
import type { SyncInputs } from "../sync.js";
import { isSecret } from "../../../model/workspace/compare/secret-data.js";
import { declaredKey, parseObject } from "./targets.js";

/** Faults of a workspace's inputs that need no cluster to be found. */
export function inputProblems(inputs: SyncInputs): Problem[] {
  return [
    ...Object.entries(inputs.objects).flatMap(([key, text]) => objectProblems("objects", key, text)),
    ...Object.entries(inputs.secrets).flatMap(([key, text]) => objectProblems("secrets", key, text)),
    ...parseSyncOptions(inputs.syncOptions).problems.map((problem) => ({
      ...problem,
      path: `syncOptions${problem.path}`,
    })),
    ...durationProblems(inputs.healthTimeout),
    ...lockProblems(inputs),
  ];
}

function objectProblems(field: "objects" | "secrets", key: string, text: string): Problem[] {
  const path = `${field}["${key}"]`;
  const parsed = parseObject(text);
  if (!parsed.ok) return [{ path, reason: parsed.reason }];
  const nameless = parsed.object.metadata.name === undefined;
  if (declaredKey(parsed.object).endsWith("/")) return [{ path, reason: "has no name" }];
  if (nameless && !hookOf(parsed.object).isHook) {
    return [{ path, reason: "has no name of its own; only hooks may have generateName alone" }];
  }
  if (isSecret(parsed.object) === (field === "secrets")) return [];
  return field === "secrets"
    ? [{ path, reason: "is no Secret", fix: "put it under objects" }]
    : [
        {
          path,
          reason: "is a Secret, whose values would be stored in plain text",
          fix: "put it under secrets",
        },
      ];
}

function durationProblems(healthTimeout: string): Problem[] {
  const parsed = parseGoDuration(healthTimeout);
  if (!parsed.ok) return [{ path: "healthTimeout", reason: parsed.reason }];
  return parsed.seconds > 0 ? [] : [{ path: "healthTimeout", reason: "must be longer than zero" }];
}

function lockProblems({ revision, revisionLock }: SyncInputs): Problem[] {
  if (revisionLock === undefined || revisionLock === revision) return [];
  return [
    {
      path: "revisionLock",
      reason: `permits revision ${revisionLock} only, and the source is at ${revision === "" ? "none" : revision}`,
      fix: "preview again and lock what was previewed, or remove the lock",
    },
  ];
}
