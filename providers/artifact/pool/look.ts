import { planPool } from "../../../model/artifact/plan/plan-pool.js";
import type { PoolPlan } from "../../../model/artifact/plan/types.js";
import { SpecCache } from "../execution/spec-cache.js";
import { lookAround, viewOf, type World } from "../execution/world.js";
import type { Site } from "../site.js";

/** The pool as it is, and what would be done with it; nothing is written. */
export async function lookAtPool(site: Site): Promise<{ readonly world: World; readonly plan: PoolPlan }> {
  const world = await lookAround(site, new SpecCache(site));
  return { world, plan: planPool(viewOf(world), site.now()) };
}
