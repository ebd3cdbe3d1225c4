import { cleanGate, type Budget } from "./budget.js";
import type { CleanReason, InstanceView, PoolView } from "./types.js";

/** An instance that waits for a borrower. */
export interface Idle {
  readonly view: InstanceView;
  readonly stale: boolean;
}

/** The instances of a pool by what can be done with them. */
export interface SortedInstances {
  /** Clean ones to keep, the first to go first. */
  readonly idle: readonly Idle[];
  /** To be cleaned whatever the target is. */
  readonly reclaim: readonly { readonly view: InstanceView; readonly why: CleanReason }[];
  /** Whose clean run failed, and may be tried again later. */
  readonly waiting: readonly { readonly view: InstanceView; readonly retryAt: number }[];
  /** Whose clean run failed for good. */
  readonly exhausted: readonly InstanceView[];
  readonly borrowed: readonly InstanceView[];
  /** Under way for the pool as it is to be. */
  readonly building: readonly Idle[];
  /** Under way in slots that are to go. */
  readonly buildingOutside: readonly InstanceView[];
  readonly cleaning: readonly InstanceView[];
  /** Of an older spec, in use or to be used. */
  readonly stale: number;
}

/**
 * Sorts the instances of a pool.
 *
 * @param budget The one that counts for the pool's spec.
 * @param now Milliseconds since 1970.
 */
export function sortInstances(view: PoolView, budget: Budget, now: number): SortedInstances {
  const { settings } = view;
  const idle: Idle[] = [];
  const reclaim: { view: InstanceView; why: CleanReason }[] = [];
  const waiting: { view: InstanceView; retryAt: number }[] = [];
  const exhausted: InstanceView[] = [];
  const borrowed: InstanceView[] = [];
  const building: Idle[] = [];
  const buildingOutside: InstanceView[] = [];
  const cleaning: InstanceView[] = [];
  let staleOnes = 0;
  for (const one of view.instances) {
    const stale = isStale(one, view);
    const outside = one.slot >= settings.total;
    if (stale && (one.state === "clean" || one.state === "building" || one.state === "borrowed"))
      staleOnes += 1;
    switch (one.state) {
      case "borrowed":
        borrowed.push(one);
        break;
      case "building":
        if (outside) buildingOutside.push(one);
        else building.push({ view: one, stale });
        break;
      case "cleaning":
        cleaning.push(one);
        break;
      case "dirty":
        reclaim.push({ view: one, why: "dirty" });
        break;
      case "failed": {
        const { failure } = one;
        const again =
          failure?.phase === "clean"
            ? cleanGate({ attempt: one.attempt ?? 1, failure }, budget, settings.retry, now)
            : "now";
        if (again === "now") reclaim.push({ view: one, why: "failed" });
        else if (again === "never") exhausted.push(one);
        else waiting.push({ view: one, retryAt: again.retryAt });
        break;
      }
      case "clean":
        if (outside) reclaim.push({ view: one, why: "outOfRange" });
        else if (isExpired(one, settings.ttl, now)) reclaim.push({ view: one, why: "expired" });
        else idle.push({ view: one, stale });
        break;
    }
  }
  reclaim.sort((a, b) => a.view.slot - b.view.slot);
  return {
    idle: inRetireOrder(idle, settings),
    ...{ reclaim, waiting, exhausted, borrowed, building, buildingOutside, cleaning },
    stale: staleOnes,
  };
}

/** Clean instances in the order in which they go. With a strategy that replaces stale ones, those go first. */
export function inRetireOrder(idle: readonly Idle[], settings: PoolView["settings"]): readonly Idle[] {
  const { scaleDown, updateStrategy } = settings;
  const staleFirst = scaleDown === "staleFirst" || updateStrategy.type !== "OnReplenish";
  const sign = scaleDown === "newest" ? -1 : 1;
  const keyed = idle.map((one) => ({ one, created: Date.parse(one.view.createdAt) }));
  keyed.sort(
    (a, b) =>
      (staleFirst ? Number(b.one.stale) - Number(a.one.stale) : 0) ||
      sign * (a.created - b.created) ||
      a.one.view.slot - b.one.view.slot,
  );
  return keyed.map(({ one }) => one);
}

function isStale(one: InstanceView, { specHash, secretsDigest }: PoolView): boolean {
  if (one.stale !== undefined) return one.stale;
  if (one.specHash !== specHash) return true;
  return (
    secretsDigest !== undefined && one.secretsDigest !== undefined && one.secretsDigest !== secretsDigest
  );
}

function isExpired({ builtAt, createdAt }: InstanceView, ttl: number | undefined, now: number): boolean {
  return ttl !== undefined && now - Date.parse(builtAt ?? createdAt) >= ttl * 1000;
}
