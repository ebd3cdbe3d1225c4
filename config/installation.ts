import type { Problem } from "../model/shared/problem.js";

const FIX = `pulumi config set groundplan:installation "$(node -p 'crypto.randomUUID()')"`;

/**
 * The problem of `groundplan:installation`, if it has one. The id is part of every owner mark: file backends call
 * every organization `organization`, so without it two people's `dev` stacks would own each other's objects.
 */
export function installationProblem(installation: unknown): Problem | undefined {
  const path = "installation";
  if (installation === undefined) {
    return { path, reason: "is missing; a random id that marks what this stack owns", fix: FIX };
  }
  if (typeof installation === "string" && /^[A-Za-z0-9]([A-Za-z0-9-]{6,61})[A-Za-z0-9]$/.test(installation)) {
    return undefined;
  }
  return { path, reason: "must be a random id of 8 to 63 letters, digits and dashes", fix: FIX };
}
