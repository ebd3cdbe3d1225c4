import type { BuildGate } from "./budget.js";
import { decideRound, type Round, type Standing, wanted } from "./round.js";
import { type Idle, inRetireOrder, type SortedInstances } from "./sort-instances.js";
import { Supply } from "./supply.js";
import type { InstanceView, PoolView } from "./types.js";

/** What becomes of a pool when all that is started ends well. */
export interface Forecast {
  /** What can be started at once, apart from what is to be cleaned whatever the target is. */
  readonly first: Round;
  /** The numbers it was decided by. */
  readonly start: Standing;
  /** Runs started until nothing is left to do. */
  readonly build: number;
  readonly clean: number;
  /** The numbers then. */
  readonly end: Standing;
  /** What the budget allows then. */
  readonly gate: BuildGate;
  readonly supply: Supply;
  /** Failed clean runs that are put off beyond the longest wait. */
  readonly waiting: SortedInstances["waiting"];
}

/** A pool between two rounds. */
interface State {
  /** Clean ones in retire order. The first `retired` of them have gone; none is taken out, for speed. */
  idle: readonly Idle[];
  retired: number;
  /** Of an older spec, among those that have not gone. */
  stale: number;
  /** Builds that were started and ended well. */
  built: number;
  reclaim: readonly InstanceView[];
  waiting: SortedInstances["waiting"];
  building: readonly Idle[];
  buildingOutside: readonly InstanceView[];
  cleaning: readonly InstanceView[];
  size: number;
  gate: BuildGate;
  readonly supply: Supply;
}

const OPEN: BuildGate = { limit: Infinity };

/**
 * Goes through the rounds of an update as if every run ended well. Back-offs that end within the longest wait are
 * waited for.
 *
 * @param target The one that counts now.
 * @param now Milliseconds since 1970.
 */
export function forecast(
  view: PoolView,
  target: number,
  sorted: SortedInstances,
  gate: BuildGate,
  now: number,
): Forecast {
  const { idle, waiting, building, buildingOutside, cleaning } = sorted;
  const reclaim = sorted.reclaim.map((one) => one.view);
  const size = view.instances.length;
  const supply = new Supply(view);
  const state: State = {
    ...{ idle, retired: 0, stale: staleIn(idle), built: 0 },
    ...{ reclaim, waiting, building, buildingOutside, cleaning, size, gate, supply },
  };
  const horizon = now + view.settings.wait.timeout * 1000;
  const start = standingOf(state, view, target);
  const first = decideRound(start);
  const runs = { build: 0, clean: 0 };
  for (let standing = start, round = first; ;) {
    if (isAtRest(state, round)) {
      if (!wakeUp(state, standing, horizon)) {
        return { first, start, ...runs, end: standing, gate: state.gate, supply, waiting: state.waiting };
      }
    } else {
      runs.build += round.build;
      runs.clean += round.retire + state.reclaim.length;
      carryOut(state, round, view);
    }
    standing = standingOf(state, view, target);
    round = decideRound(standing);
  }
}

function standingOf(state: State, { settings }: PoolView, target: number): Standing {
  const { idle, retired, stale, built, building, buildingOutside, cleaning, reclaim, waiting, gate, supply } =
    state;
  const staleBuilding = staleIn(building);
  const next = idle[retired];
  return {
    total: settings.total,
    target,
    strategy: settings.updateStrategy,
    size: state.size,
    fresh: idle.length - retired - stale + built,
    stale,
    freshBuilding: building.length - staleBuilding,
    staleBuilding,
    building: building.length + buildingOutside.length,
    reclaiming: cleaning.length + reclaim.length + waiting.length,
    buildLimit: gate.limit,
    supply: supply.builds,
    supplyFromNext: next !== undefined && supply.sufficesWithout(next.view),
  };
}

function isAtRest(
  { reclaim, building, buildingOutside, cleaning }: State,
  { build, retire }: Round,
): boolean {
  return build + retire + reclaim.length + building.length + buildingOutside.length + cleaning.length === 0;
}

/** All that is under way and all that a round starts ends well. */
function carryOut(state: State, round: Round, { settings }: PoolView): void {
  const retired = state.idle.slice(state.retired, state.retired + round.retire);
  const gone = [...state.reclaim, ...state.cleaning, ...retired.map((one) => one.view)];
  for (const one of gone) state.supply.giveBack(one);
  state.supply.take(round.build);
  if (round.build > 0 || state.building.some(({ stale }) => !stale)) state.gate = OPEN;
  state.retired += round.retire;
  state.stale += staleIn(state.building) - staleIn(retired);
  if (state.building.length > 0) {
    state.idle = inRetireOrder([...state.idle.slice(state.retired), ...state.building], settings);
    state.retired = 0;
  }
  state.built += round.build;
  state.size += round.build - gone.length;
  state.reclaim = state.buildingOutside;
  state.building = [];
  state.buildingOutside = [];
  state.cleaning = [];
}

/** Ends the back-offs that nothing else is left to do than to wait for. False when there are none. */
function wakeUp(state: State, standing: Standing, horizon: number): boolean {
  const due = state.waiting.filter(({ retryAt }) => retryAt <= horizon);
  state.reclaim = due.map(({ view }) => view);
  state.waiting = state.waiting.filter(({ retryAt }) => retryAt > horizon);
  const { retryAt } = state.gate;
  const opens = retryAt !== undefined && retryAt <= horizon && wanted(standing) > 0;
  if (opens) state.gate = OPEN;
  return opens || due.length > 0;
}

function staleIn(idle: readonly Idle[]): number {
  return idle.reduce((count, { stale }) => count + Number(stale), 0);
}
