import { allowed } from "../../../model/artifact/access.js";
import { planPool } from "../../../model/artifact/plan/plan-pool.js";
import { Failure } from "../../../model/shared/errors.js";
import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { ArtifactLeaseInputs } from "../artifact-lease.js";
import { poolLock } from "../execution/pool-lock.js";
import { reconcile } from "../execution/reconcile.js";
import { noPool } from "../execution/world.js";
import type { Pool } from "../ledger/pool-record.js";
import { readPool } from "../ledger/pool-store.js";
import { advance, type LedgerContent, readLedger, type Slot } from "../ledger/slot-store.js";
import { judge } from "../pool/judge.js";
import { lockKey } from "../pool/lock-key.js";
import { type Site, timeAt } from "../site.js";
import { choices, missingResults, whyNone } from "./choose.js";

/** Milliseconds between two looks while others must do something first. */
const LOOK_AGAIN_MS = 2_000;

/** Who borrows. */
export interface Borrower {
  /** Mark of the lease: the same one again is the same borrower. */
  readonly holder: string;
  readonly token: string;
}

/**
 * Borrows an instance. What this very borrower has borrowed already is found again. While none is clean, the pool is
 * brought to its target, as far as the credential may do that, or others are waited for.
 *
 * @throws Failure with the reason when there is none in time, or none may be had
 */
export async function takeLease(site: Site, inputs: ArtifactLeaseInputs, borrower: Borrower): Promise<Slot> {
  const deadline = site.now() + inputs.waitSeconds * 1000;
  let helps = inputs.replenish;
  let lost = 0;
  let seen = "";
  for (;;) {
    const pool = await readPool(site);
    if (pool === undefined) throw noPool(site);
    mayBorrow(site, pool, inputs);
    const ledger = await readLedger(site, pool);
    const own = ledger.slots.find(({ entry }) => entry.record.lease?.holder === borrower.holder);
    if (own !== undefined) return takeOver(site, own, borrower, inputs.expects);
    const [chosen] = choices(ledger.slots, pool, inputs);
    if (chosen !== undefined) {
      const { holder, token } = borrower;
      const event = { do: "borrow", at: timeAt(site), holder, token, team: inputs.team } as const;
      const taken = await advance(site, chosen, event);
      if (taken.done) return taken.slot;
      lost += 1;
      continue;
    }
    refuseHopeless(site, pool, ledger.slots, inputs.expects);
    if (site.now() >= deadline) throw none(site, pool, ledger, inputs, lost);
    site.status(`${site.artifact}: waiting for an instance`);
    const now = versionsOf(ledger);
    // Whoever works on the pool already brings it to its target.
    if (helps && now !== seen && !poolLock.isBusy(lockKey(site))) {
      helps = await help(site, deadline, inputs);
      // What this changed is not what others have done.
      seen = versionsOf(await readLedger(site, pool));
    } else {
      await site.surroundings.sleep(Math.min(LOOK_AGAIN_MS, Math.max(0, deadline - site.now())), site.signal);
    }
  }
}

/** @throws Failure unless the team may borrow from the pool */
export function mayBorrow(
  site: Site,
  pool: Pool,
  { team, admin }: Pick<ArtifactLeaseInputs, "team" | "admin">,
): void {
  const verdict = allowed({ team, admin }, pool, "borrow");
  if (!verdict.ok) throw new Failure({ what: `it ${verdict.reason}`, where: site.where });
}

/** The outcome of an earlier creation got lost: its instance is this one's, under the new token. */
async function takeOver(
  site: Site,
  own: Slot,
  { holder, token }: Borrower,
  expects: readonly string[],
): Promise<Slot> {
  const missing = missingResults(own.entry.results, expects);
  if (missing.length > 0) throw lacksResults(site, own, missing);
  const taken = await advance(site, own, { do: "reborrow", at: timeAt(site), holder, token });
  if (taken.done) return taken.slot;
  throw new Failure({ what: taken.reason, where: site.where, next: "Run `pulumi up` again" });
}

/** New instances lack a result that is asked for: waiting for another one of them is in vain. */
function refuseHopeless(
  site: Site,
  { current }: Pool,
  slots: readonly Slot[],
  expects: readonly string[],
): void {
  for (const slot of slots) {
    const { record, results } = slot.entry;
    const missing = missingResults(results, expects);
    if (record.state === "clean" && record.specHash === current && missing.length > 0) {
      throw lacksResults(site, slot, missing);
    }
  }
}

function lacksResults(site: Site, { entry: { record, results } }: Slot, missing: readonly string[]): Failure {
  const names = Object.keys(results);
  return new Failure({
    what: `instance ${record.instance} has no result ${missing.join(", ")}; it has: ${names.length === 0 ? "none" : names.join(", ")}`,
    where: site.where,
    next: "Declare the result in the artifact's `build.results`, or expect another one",
  });
}

/** Brings the pool to its target until an instance is there. Whether that is worth another try. */
async function help(
  site: Site,
  deadline: number,
  { prefer, expects }: ArtifactLeaseInputs,
): Promise<boolean> {
  try {
    const reconciled = await poolLock.run(lockKey(site), site.signal, () =>
      reconcile(site, {
        deadline,
        enough: ({ slots, pool }) => choices(slots, pool, { prefer, expects }).length > 0,
      }),
    );
    const { reasons, warnings } = judge(site, reconciled);
    for (const line of [...reasons, ...warnings]) site.warn(line);
    return true;
  } catch (error) {
    if (!isKubeError(error, "Forbidden")) throw error;
    site.info(`the pool is left to its owner, since this credential may not bring it about: ${error.what}`);
    return false;
  }
}

function none(
  site: Site,
  pool: Pool,
  { slots }: LedgerContent,
  { expects, waitSeconds }: ArtifactLeaseInputs,
  lost: number,
): Failure {
  const contention = lost === 0 ? "" : `; others were faster ${lost} times (contention)`;
  const plan = planPool(
    {
      ...{
        settings: pool.settings,
        specHash: pool.current,
        budget: pool.budget,
        freeAccounts: {},
        cleanRefs: {},
      },
      instances: slots.map(({ entry }) => entry.record),
    },
    site.now(),
  );
  const blocked = plan.blocked.length === 0 ? "" : `; ${plan.blocked.join("; ")}`;
  return new Failure({
    what: `${whyNone(slots, pool, pool.settings, expects)}${contention}${blocked}, after ${waitSeconds} s`,
    where: site.where,
    next: "Raise the artifact's `total` and `target`, wait longer with `waitSeconds`, or free a lease with `groundplan artifact release`",
  });
}

function versionsOf({ slots }: LedgerContent): string {
  return slots
    .map(({ object }) => `${object.metadata.uid ?? ""}:${object.metadata.resourceVersion ?? ""}`)
    .join(" ");
}
