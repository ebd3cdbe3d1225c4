import type { Problem } from "../shared/problem.js";

/** Something that takes a name. */
export interface NameUse {
  /** What the user calls it: `labring/mysql:v8.0.25`. */
  readonly name: string;
  /** What the cluster will call it: `labring.mysql.v8.0.25`. */
  readonly objectName: string;
  readonly path: string;
}

/**
 * Things of one kind that are declared twice, or that different names of the user make the same object.
 * @param kind For messages: `image`.
 */
export function nameClashes(kind: string, uses: readonly NameUse[]): readonly Problem[] {
  const problems: Problem[] = [];
  const byName = new Map<string, NameUse>();
  const byObjectName = new Map<string, NameUse>();
  for (const use of uses) {
    const same = byName.get(use.name);
    const clash = byObjectName.get(use.objectName);
    if (same !== undefined) {
      problems.push({
        path: use.path,
        reason: `the ${kind} "${use.name}" is declared already at ${same.path}`,
      });
    } else if (clash !== undefined) {
      const reason =
        `the ${kind} "${use.name}" and the ${kind} "${clash.name}" at ${clash.path} ` +
        `would both be the object "${use.objectName}"`;
      problems.push({ path: use.path, reason, fix: "rename one of them" });
    }
    if (same === undefined) byName.set(use.name, use);
    if (clash === undefined) byObjectName.set(use.objectName, use);
  }
  return problems;
}
