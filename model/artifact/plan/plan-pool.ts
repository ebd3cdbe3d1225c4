import { scheduledTarget } from "../schedule.js";
import type { PoolSettings } from "../settings.js";
import { blockers } from "./blockers.js";
import { buildGate, currentBudget, type BuildGate } from "./budget.js";
import { forecast, type Forecast } from "./forecast.js";
import { decideRound, type Round, wanted } from "./round.js";
import { sortInstances, type SortedInstances } from "./sort-instances.js";
import { Supply } from "./supply.js";
import type { Action, Counts, InstanceView, Phase, PoolPlan, PoolView } from "./types.js";

/**
 * Plans what is to be done with a pool. The actions may be carried out in any order, and each may fail: there are
 * never more than `total` instances, and nothing that is borrowed is touched. The order of the instances does not
 * matter. When nothing is left to do, there are no actions.
 *
 * @param now Milliseconds since 1970.
 */
export function planPool(view: PoolView, now: number): PoolPlan {
  const { settings } = view;
  const target = effectiveTarget(settings, now);
  const budget = currentBudget(view.budget, view.specHash, settings.retry, now);
  const sorted = sortInstances(view, budget, now);
  const counts = countsOf(view.instances, settings.total, target);
  const awaited = [...sorted.building.map((one) => one.view), ...sorted.buildingOutside, ...sorted.cleaning]
    .sort((a, b) => a.slot - b.slot)
    .map(({ instance }) => instance);
  const about = { target, awaited, stale: sorted.stale, counts };
  if (settings.paused) {
    return { ...about, phase: "Paused", actions: [], blocked: [], forecast: { build: 0, clean: 0 } };
  }
  const gate = buildGate(budget, settings.retry, now);
  const ahead = forecast(view, target, sorted, gate, now);
  const actions = actionsOf(view, sorted, ahead.first);
  const retryAt = nextTry(gate, sorted, ahead);
  return {
    ...about,
    phase: actions.length + awaited.length > 0 ? "Running" : phaseAtRest(view, sorted, gate, ahead),
    actions,
    blocked: blockers(sorted, ahead, budget),
    ...(retryAt === undefined ? {} : { retryAt }),
    forecast: { build: ahead.build, clean: ahead.clean },
  };
}

/** The target that counts at a moment: the schedule's once one of its entries has fired, and never above `total`. */
export function effectiveTarget({ schedule = [], target, total }: PoolSettings, now: number): number {
  return Math.min(scheduledTarget(schedule, now) ?? target, total);
}

function actionsOf(view: PoolView, sorted: SortedInstances, { build, retire }: Round): readonly Action[] {
  const replaces = view.settings.updateStrategy.type !== "OnReplenish";
  const retired = sorted.idle.slice(0, retire).map(({ view: one, stale }) => ({
    ...{ do: "clean" as const, slot: one.slot, instance: one.instance },
    why: stale && replaces ? ("stale" as const) : ("excess" as const),
  }));
  const reclaimed = sorted.reclaim.map(({ view: { slot, instance }, why }) => ({
    ...{ do: "clean" as const, slot, instance, why },
  }));
  return [
    ...freeSlots(view, build).map((slot) => ({ do: "build" as const, slot })),
    ...reclaimed,
    ...retired,
  ];
}

function freeSlots({ instances, settings }: PoolView, count: number): readonly number[] {
  const taken = new Set(instances.map(({ slot }) => slot));
  const free: number[] = [];
  for (let slot = 0; slot < settings.total && free.length < count; slot += 1) {
    if (!taken.has(slot)) free.push(slot);
  }
  return free;
}

/** The end of the earliest back-off that something waits for, and waits for that alone. */
function nextTry(gate: BuildGate, { waiting }: SortedInstances, { start }: Forecast): number | undefined {
  const opened = decideRound({ ...start, buildLimit: Infinity });
  const builds = gate.retryAt !== undefined && opened.build + opened.retire > 0 ? [gate.retryAt] : [];
  const ends = [...builds, ...waiting.map(({ retryAt }) => retryAt)];
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function phaseAtRest(
  view: PoolView,
  { exhausted, waiting }: SortedInstances,
  gate: BuildGate,
  { start }: Forecast,
): Phase {
  const supply = new Supply(view);
  if (wanted(start) > 0) {
    if (gate.stopped !== undefined) return "Maintenance";
    if (gate.retryAt !== undefined) return "Failed";
    if (supply.missingRefs.length > 0) return "PendingArtRef";
    if (supply.missingAccounts.length > 0) return "PendingAccount";
  }
  if (exhausted.length + waiting.length > 0) return "Failed";
  if (wanted(start) > 0) return "AtCapacity";
  return view.instances.length === 0 && view.budget.outcomes === "" ? "NotScheduled" : "Succeeded";
}

function countsOf(instances: readonly InstanceView[], total: number, target: number): Counts {
  const counts = { building: 0, clean: 0, borrowed: 0, dirty: 0, cleaning: 0, failed: 0 };
  for (const { state } of instances) counts[state] += 1;
  return { ...counts, total, target };
}
