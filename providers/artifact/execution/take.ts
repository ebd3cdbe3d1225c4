import { instanceId } from "../../../model/artifact/names.js";
import { take, transition } from "../../../model/artifact/ledger/transitions.js";
import type { InstanceRecord } from "../../../model/artifact/ledger/record.js";
import { planPool } from "../../../model/artifact/plan/plan-pool.js";
import { type Slot, takeSlot } from "../ledger/slot-store.js";
import { type Site, timeAt } from "../site.js";
import { unclaimedEntries, unclaimedRefs, viewOf, type World } from "./world.js";

/**
 * Takes slots for new instances. Their records say from the start which entries of accounts and which instances of
 * other artifacts they will go for. Slots that somebody else took meanwhile are left out.
 */
export async function takeForBuild(site: Site, world: World, slots: readonly number[]): Promise<Slot[]> {
  const records = world.slots.map(({ entry }) => entry.record);
  const wanted = slots.map((slot) => {
    const at = timeAt(site);
    const entry = take({
      slot,
      instance: instanceId(slot, site.surroundings.random()),
      specHash: world.pool.current,
      at,
    });
    const { accounts, refs } = needs(world, records);
    const prepared = transition(entry, { do: "prepare", at, accounts, refs });
    const chosen = prepared.ok && !prepared.gone ? prepared.entry : entry;
    records.push(chosen.record);
    return chosen;
  });
  const taken = await Promise.all(wanted.map((entry) => takeSlot(site, world.pool, entry)));
  return taken.flatMap((slot) => slot ?? []);
}

/**
 * Whether an instance whose slot this process has just taken would not be built any more, since somebody else has taken
 * another slot. Two who see each other both give way; they plan anew from the same ledger and go for the same slot,
 * which only one of them gets.
 *
 * @param gone instances that gave way already
 */
export function isNeedless(
  world: World,
  { entry: { record } }: Slot,
  gone: ReadonlySet<string>,
  now: number,
): boolean {
  const without = planPool(viewOf(world, new Set([...gone, record.instance])), now);
  return !without.actions.some((action) => action.do === "build");
}

/** What a new instance goes for, as far as it is to be had. */
function needs(world: World, records: readonly InstanceRecord[]): Pick<InstanceRecord, "accounts" | "refs"> {
  const { accounts, refs } = world.spec;
  return {
    accounts: Object.fromEntries(
      accounts.flatMap((account) =>
        unclaimedEntries(world, account, records)
          .slice(0, 1)
          .map((entry) => [account, entry]),
      ),
    ),
    refs: Object.fromEntries(
      refs.flatMap((artifact) =>
        unclaimedRefs(world, artifact, records)
          .slice(0, 1)
          .map(({ entry: { record } }) => [artifact, { slot: record.slot, instance: record.instance }]),
      ),
    ),
  };
}
