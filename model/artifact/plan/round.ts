import type { UpdateStrategy } from "../settings.js";

/** The numbers that one round is decided by. Instances in slots that are to go count in `size` and `building` alone. */
export interface Standing {
  readonly total: number;
  readonly target: number;
  readonly strategy: UpdateStrategy;
  /** Instances of all states and slots. */
  readonly size: number;
  /** Clean ones of the current spec. */
  readonly fresh: number;
  /** Clean ones of an older spec. */
  readonly stale: number;
  readonly freshBuilding: number;
  readonly staleBuilding: number;
  /** All builds under way. */
  readonly building: number;
  /** Instances that go or may go without being retired: clean runs under way, due and put off. */
  readonly reclaiming: number;
  /** Most builds under way at the same time. */
  readonly buildLimit: number;
  /** Builds that accounts and other artifacts suffice for. */
  readonly supply: number;
  /** Whether the next instance to go holds what the next build lacks. */
  readonly supplyFromNext: boolean;
}

/** What one round starts. */
export interface Round {
  readonly build: number;
  /** Clean instances to clean, in the order in which they go. */
  readonly retire: number;
}

/** What can be started at once: whatever becomes of it, there are never more than `total` instances. */
export function decideRound(standing: Standing): Round {
  switch (standing.strategy.type) {
    case "OnReplenish":
      return {
        build: atLeastNone(Math.min(startable(standing), wanted(standing))),
        retire: excess(standing),
      };
    case "Recreate": {
      const build = standing.stale > 0 ? 0 : Math.min(startable(standing), wanted(standing));
      return { build: atLeastNone(build), retire: Math.max(standing.stale, excess(standing)) };
    }
    case "Rolling":
      return roll(standing, standing.strategy.maxSurge);
  }
}

/** Builds that are missing, whether or not they can be started. Below zero there are instances too many. */
export function wanted(standing: Standing): number {
  const { target, strategy, fresh, freshBuilding } = standing;
  const counted =
    strategy.type === "OnReplenish" || !hasStale(standing) ? live(standing) : fresh + freshBuilding;
  return target - counted;
}

/** Replaces stale instances while as many as the target, or as can be, stay ready; builds come before what they replace. */
function roll(standing: Standing, maxSurge: number): Round {
  const { target, fresh, stale, freshBuilding } = standing;
  const surge = hasStale(standing) ? maxSurge : 0;
  const missing = Math.min(target + surge - live(standing), target - fresh - freshBuilding);
  const build = atLeastNone(Math.min(startable(standing), missing));
  const retire = atLeastNone(fresh + stale - target);
  const stuck = build === 0 && retire === 0 && mayGoBelowTarget(standing);
  return { build, retire: stuck ? 1 : retire };
}

/** Where there is no room for a surge, one stale instance goes before its successor is built. */
function mayGoBelowTarget(standing: Standing): boolean {
  const { target, fresh, stale, building, reclaiming, buildLimit, supply, supplyFromNext } = standing;
  const nothingPending = building === 0 && reclaiming === 0;
  const canFollow = buildLimit > 0 && (supply > 0 || supplyFromNext);
  const complete = live(standing) >= target || room(standing) === 0;
  return stale > 0 && fresh < target && nothingPending && canFollow && complete;
}

function live({ fresh, stale, freshBuilding, staleBuilding }: Standing): number {
  return fresh + stale + freshBuilding + staleBuilding;
}

function hasStale({ stale, staleBuilding }: Standing): boolean {
  return stale + staleBuilding > 0;
}

function room({ total, size }: Standing): number {
  return atLeastNone(total - size);
}

function startable(standing: Standing): number {
  const { buildLimit, building, supply } = standing;
  return atLeastNone(Math.min(room(standing), buildLimit - building, supply));
}

function excess(standing: Standing): number {
  return Math.min(standing.fresh + standing.stale, atLeastNone(live(standing) - standing.target));
}

function atLeastNone(number: number): number {
  return Math.max(0, number);
}
