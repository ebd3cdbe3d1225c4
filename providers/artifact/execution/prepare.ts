import { describeHolders, freeEntries, leaseEntry, readAccounts } from "../ledger/account-leases.js";
import type { PoolSpec } from "../ledger/pool-spec.js";
import { claim, cleanInstances, readReferences } from "../ledger/references.js";
import { contentsOf, writeAccountSecret, writeRefSecret } from "../ledger/run-secrets.js";
import { advance, type Slot } from "../ledger/slot-store.js";
import { type Site, timeAt } from "../site.js";

/** An instance with all that its runs need, or what was not to be had. */
export type Prepared =
  | { readonly ready: true; readonly slot: Slot }
  | { readonly ready: false; readonly slot: Slot | undefined; readonly missing: string };

/**
 * Gets an instance what its runs need: an entry of each account, an instance of each artifact that it refers to. The
 * record says first which ones it will be, so that whoever goes on with the instance goes for the same ones.
 */
export async function prepare(site: Site, slot: Slot, spec: PoolSpec, team: string): Promise<Prepared> {
  let prepared: Prepared = { ready: true, slot };
  for (const account of spec.accounts) {
    if (prepared.ready) prepared = await withAccount(site, prepared.slot, account, team);
  }
  if (prepared.ready && spec.refs.length > 0)
    prepared = await withReferences(site, prepared.slot, spec.refs, team);
  return prepared;
}

async function withAccount(site: Site, slot: Slot, account: string, team: string): Promise<Prepared> {
  for (let current = slot; ;) {
    const chosen = current.entry.record.accounts[account];
    const accounts = await readAccounts(site, [account], team);
    const secret = chosen === undefined ? undefined : accounts.entries[account]?.[chosen];
    if (chosen !== undefined && secret !== undefined && (await leaseEntry(site, current, account, chosen))) {
      site.redactor.learn(contentsOf(secret));
      await writeAccountSecret(site, current, account, secret);
      return { ready: true, slot: current };
    }
    const [next] = freeEntries(accounts, account).filter((entry) => entry !== chosen);
    if (next === undefined) {
      const holders = describeHolders(accounts, account);
      const held =
        holders.length === 0 ? `it has no entry that team ${team} may use` : `held: ${holders.join(", ")}`;
      return { ready: false, slot: current, missing: `no free account ${account} (${held})` };
    }
    const change = await advance(site, current, {
      do: "prepare",
      at: timeAt(site),
      accounts: { [account]: next },
    });
    if (!change.done) return { ready: false, slot: undefined, missing: change.reason };
    current = change.slot;
  }
}

async function withReferences(
  site: Site,
  slot: Slot,
  artifacts: readonly string[],
  team: string,
): Promise<Prepared> {
  let current = slot;
  const claimed: Record<string, Slot> = {};
  for (const artifact of artifacts) {
    for (let found: Slot | undefined; found === undefined;) {
      const reference = (await readReferences(site, [artifact], team))[artifact];
      if (reference === undefined) break;
      if (reference.refused !== undefined) {
        return { ready: false, slot: current, missing: `artifact ${artifact} ${reference.refused}` };
      }
      const { instance, refs } = current.entry.record;
      const wanted = refs[artifact];
      found = wanted === undefined ? undefined : await claim(site, reference, team, instance, wanted);
      if (found !== undefined) {
        claimed[artifact] = found;
        break;
      }
      const [next] = cleanInstances(reference).filter(
        ({ entry }) => entry.record.instance !== wanted?.instance,
      );
      if (next === undefined) {
        return { ready: false, slot: current, missing: `no instance of artifact ${artifact} is free` };
      }
      const { record } = next.entry;
      const change = await advance(site, current, {
        do: "prepare",
        at: timeAt(site),
        refs: { [artifact]: { slot: record.slot, instance: record.instance } },
      });
      if (!change.done) return { ready: false, slot: undefined, missing: change.reason };
      current = change.slot;
    }
  }
  for (const { entry } of Object.values(claimed)) site.redactor.learn(entry.results);
  await writeRefSecret(site, current, claimed);
  return { ready: true, slot: current };
}
