import type { LedgerEntry } from "../../../model/artifact/ledger/record.js";
import { siteIn, type Site, timeAt } from "../site.js";
import { allowed } from "../../../model/artifact/access.js";
import { holderName, instanceHeldBy } from "./account-leases.js";
import type { Pool } from "./pool-record.js";
import { readPool } from "./pool-store.js";
import { advance, readLedger, readSlot, type Slot } from "./slot-store.js";

/** Another artifact that instances refer to. */
export interface Reference {
  readonly site: Site;
  /** Undefined when the artifact has no pool. */
  readonly pool: Pool | undefined;
  readonly slots: readonly Slot[];
  /** Why the team may not use it; undefined when it may. */
  readonly refused: string | undefined;
}

/** Looks at the artifacts that a pool refers to, on behalf of the team that owns the pool. */
export async function readReferences(
  site: Site,
  artifacts: readonly string[],
  team: string,
): Promise<Readonly<Record<string, Reference>>> {
  const found = await Promise.all(
    artifacts.map(async (artifact): Promise<[string, Reference]> => {
      const other = siteIn(site, artifact);
      const pool = await readPool(other);
      const slots = pool === undefined ? [] : (await readLedger(other, pool)).slots;
      const access = pool === undefined ? { ok: true as const } : allowed({ team }, pool, "reference");
      return [artifact, { site: other, pool, slots, refused: access.ok ? undefined : access.reason }];
    }),
  );
  return Object.fromEntries(found);
}

/** Instances that can be borrowed, those of the newest spec first, then the youngest. */
export function cleanInstances({ slots, pool, refused }: Reference): Slot[] {
  if (refused !== undefined) return [];
  const rank = ({ record }: LedgerEntry): string =>
    `${record.specHash === pool?.current ? 1 : 0} ${record.builtAt ?? record.createdAt}`;
  return slots
    .filter(({ entry }) => entry.record.state === "clean")
    .sort((left, right) => (rank(left.entry) < rank(right.entry) ? 1 : -1));
}

/**
 * Borrows an instance of another artifact for an instance of this one. Borrowing it twice is borrowing it once.
 *
 * @returns the borrowed instance, undefined when somebody else has it or it is gone
 */
export async function claim(
  site: Site,
  reference: Reference,
  team: string,
  holderInstance: string,
  wanted: { readonly slot: number; readonly instance: string },
): Promise<Slot | undefined> {
  const holder = holderName(site, holderInstance);
  const found = await readSlot(reference.site, wanted.slot);
  if (found?.entry.record.instance !== wanted.instance) return undefined;
  if (found.entry.record.lease?.holder === holder) return found;
  const event = { do: "borrow", at: timeAt(site), holder, team, token: holder } as const;
  const change = await advance(reference.site, found, event);
  if (change.done) return change.slot;
  return change.slot?.entry.record.lease?.holder === holder ? change.slot : undefined;
}

/** Gives back what instances of an artifact hold who are not there any more. Whether there was anything. */
export async function giveBackReferences(
  site: Site,
  references: Iterable<Reference>,
  isGone: (instance: string) => boolean,
): Promise<boolean> {
  let found = false;
  for (const { site: other, pool, slots } of references) {
    for (const slot of slots) {
      const { lease } = slot.entry.record;
      const instance = instanceHeldBy(site, lease?.holder);
      if (lease === undefined || instance === undefined || !isGone(instance)) continue;
      found = true;
      const keep = pool?.settings.onReturn === "keep";
      await advance(other, slot, { do: "giveBack", at: timeAt(site), token: lease.token, keep });
    }
  }
  return found;
}
