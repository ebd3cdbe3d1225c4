/** Instances of a pool, counted as the upstream project does. */
export interface InstanceNumbers {
  /** Builds under way. */
  readonly running: number;
  /** Instances whose build failed. */
  readonly fail: number;
  /** Built, and never used. */
  readonly doneClean: number;
  /** Used. */
  readonly doneDirt: number;
}

/**
 * The upstream project's rule: how many instances to build, or below zero how many to clean. A target above `total` is
 * capped. {@link planPool} builds as many; what it cleans is decided by state, since this rule may ask to clean where
 * there is nothing but failures.
 */
export function numbersToDeploy(total: number, target: number, numbers: InstanceNumbers): number {
  const { running, fail, doneClean, doneDirt } = numbers;
  const room = total - doneDirt - doneClean - fail - running;
  const need = target - doneClean - running;
  return Math.min(room, need);
}
