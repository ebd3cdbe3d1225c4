import type { InstanceState } from "../../../../model/artifact/ledger/record.js";
import type { Budget } from "../../../../model/artifact/plan/budget.js";
import { planPool } from "../../../../model/artifact/plan/plan-pool.js";
import type { InstanceView, PoolPlan, PoolView } from "../../../../model/artifact/plan/types.js";
import { poolSettings, type PoolSettingsInput } from "../../../../model/artifact/settings.js";

export const NOON = Date.parse("2026-11-21T12:00:00Z");

/** RFC 3339, so many seconds before noon. */
export function before(seconds: number): string {
  return new Date(NOON - seconds * 1000).toISOString();
}

/** An instance of the current spec in a state; later slots are younger. */
export function instanceAt(
  slot: number,
  state: InstanceState,
  more: Partial<InstanceView> = {},
): InstanceView {
  const at = before(1000 - slot);
  return { slot, instance: `${slot}-aaaaa`, state, specHash: "new", createdAt: at, changedAt: at, ...more };
}

/** Instances in the lowest slots. */
export function instancesOf(states: readonly InstanceState[]): InstanceView[] {
  return states.map((state, slot) => instanceAt(slot, state));
}

/** A pool whose budget holds some outcomes, the last failure at noon. */
export function viewOf(
  settings: PoolSettingsInput,
  instances: readonly InstanceView[] = [],
  more: Partial<PoolView> & { readonly history?: Partial<Budget> } = {},
): PoolView {
  const parsed = poolSettings.parse(settings);
  const { history, ...view } = more;
  return {
    ...{ settings: parsed, specHash: "new", instances, freeAccounts: {}, cleanRefs: {} },
    budget: { specHash: "new", outcomes: "", ...history },
    ...view,
  };
}

/** Plans at noon. */
export function planOf(...args: Parameters<typeof viewOf>): PoolPlan {
  return planPool(viewOf(...args), NOON);
}

/** Actions in short: `build 0`, `clean 1 stale`. */
export function told({ actions }: PoolPlan): string[] {
  return actions.map((one) => (one.do === "build" ? `build ${one.slot}` : `clean ${one.slot} ${one.why}`));
}
