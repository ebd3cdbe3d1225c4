import type { Facts } from "./facts.js";
import { PARTS, PART_NAMES, type PartName } from "./parts.js";
import { REQUIREMENTS, type Obstacle } from "./requirements.js";
import { warningsAbout } from "./warnings.js";
import { workAhead, type WorkAhead } from "./work-ahead.js";

/** A part of the lab that will not run, and everything that stands in its way. */
export interface LeftOut {
  readonly part: PartName;
  readonly title: string;
  readonly obstacles: readonly Obstacle[];
}

/** What a start will be like. */
export interface Verdict {
  /** Whether all essential parts can run. */
  readonly canStart: boolean;
  /** Parts that will run, in their order. */
  readonly parts: readonly PartName[];
  readonly leftOut: readonly LeftOut[];
  readonly warnings: readonly Obstacle[];
  readonly ahead: WorkAhead;
}

/**
 * Decides what of the lab can run on a machine. It does not decide whether downloads work: that shows only when
 * they are tried.
 * @param wanted Default every part.
 */
export function judge(facts: Facts, wanted: readonly PartName[] = PART_NAMES): Verdict {
  const blocked = new Map(wanted.map((part) => [part, obstaclesOf(part, facts)] as const));
  const runs = (part: PartName): boolean => blocked.get(part)?.length === 0;
  const needed = wanted.filter((part) => {
    const other = PARTS[part].standsInFor;
    return other === undefined || !runs(other);
  });
  const parts = needed.filter(runs);
  const leftOut = needed
    .filter((part) => !runs(part))
    .map((part) => ({ part, title: PARTS[part].title, obstacles: blocked.get(part) ?? [] }));
  const ahead = workAhead(facts, parts);
  return {
    canStart: leftOut.every(({ part }) => !PARTS[part].essential),
    parts,
    leftOut,
    warnings: warningsAbout(facts, ahead),
    ahead,
  };
}

function obstaclesOf(part: PartName, facts: Facts): readonly Obstacle[] {
  return PARTS[part].needs.flatMap((need) => REQUIREMENTS[need](facts) ?? []);
}
