import type { ArtifactLeaseInputs, ArtifactLeaseOutputs } from "../artifact-lease.js";
import { readPool } from "../ledger/pool-store.js";
import { advance, readSlot, type Slot } from "../ledger/slot-store.js";
import { type Site, timeAt } from "../site.js";
import { replenish } from "../pool/replenish.js";

/**
 * Gives the instance back and has it cleaned, if the lease is to see to that. An instance that is gone, or that another
 * lease holds by now, is left alone.
 */
export async function giveBackLease(
  site: Site,
  { cleanOnReturn }: ArtifactLeaseInputs,
  { slot: number, instance }: ArtifactLeaseOutputs,
  token: string,
): Promise<void> {
  const slot = await readSlot(site, number);
  if (slot?.entry.record.instance !== instance) return;
  const returned = slot.entry.record.state === "borrowed" ? await giveBack(site, slot, token) : slot;
  if (cleanOnReturn && returned?.entry.record.state === "dirty") await replenish(site, { only: instance });
}

async function giveBack(site: Site, slot: Slot, token: string): Promise<Slot | undefined> {
  const pool = await readPool(site);
  const keep = pool?.settings.onReturn === "keep";
  const change = await advance(site, slot, { do: "giveBack", at: timeAt(site), token, keep });
  if (change.done) return change.slot;
  site.info(`${change.reason}; it is left alone`);
  return undefined;
}
