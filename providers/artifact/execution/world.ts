import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { InstanceRecord } from "../../../model/artifact/ledger/record.js";
import type { InstanceView, PoolView } from "../../../model/artifact/plan/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { type Accounts, freeEntries, readAccounts } from "../ledger/account-leases.js";
import type { Pool } from "../ledger/pool-record.js";
import { buildsAlike, type PoolSpec } from "../ledger/pool-spec.js";
import { readPool } from "../ledger/pool-store.js";
import { cleanInstances, type Reference, readReferences } from "../ledger/references.js";
import { digestOfShared } from "../ledger/run-secrets.js";
import { readLedger, type Slot } from "../ledger/slot-store.js";
import type { Site } from "../site.js";
import type { SpecCache } from "./spec-cache.js";

/** A pool and everything that its next steps depend on, at one moment. */
export interface World {
  readonly pool: Pool;
  readonly spec: PoolSpec;
  readonly slots: readonly Slot[];
  /** Secrets that serve runs. */
  readonly runSecrets: readonly KubeObject[];
  readonly accounts: Accounts;
  readonly references: Readonly<Record<string, Reference>>;
  readonly secretsDigest: string | undefined;
  /** Whether the credential may not list Secrets. */
  readonly piecemeal: boolean;
  /** Specs of the instances, by hash; those that are gone are missing. */
  readonly specs: ReadonlyMap<string, PoolSpec>;
}

/**
 * Looks at a pool.
 *
 * @throws Failure when the pool or its spec is gone
 */
export async function lookAround(site: Site, specs: SpecCache): Promise<World> {
  const pool = await readPool(site);
  if (pool === undefined) throw noPool(site);
  const spec = await specs.get(pool.current);
  if (spec === undefined) {
    throw new Failure({
      what: "the spec that its instances are built with is gone from the cluster",
      where: site.where,
      next: "Run `pulumi up` of the stack that declares the pool: it writes the spec anew",
    });
  }
  return worldOf(site, specs, pool, spec);
}

/**
 * What a pool, as given, has in the cluster. What instances hold is read before the instances themselves: whatever is
 * held then by nobody has no holder any more.
 */
export async function worldOf(site: Site, specs: SpecCache, pool: Pool, spec: PoolSpec): Promise<World> {
  const [accounts, references] = await Promise.all([
    readAccounts(site, spec.accounts, pool.owner),
    readReferences(site, spec.refs, pool.owner),
  ]);
  const { slots, others, piecemeal } = await readLedger(site, pool);
  const hashes = new Set(slots.map(({ entry }) => entry.record.specHash));
  const found = await Promise.all([...hashes].map((hash) => specs.get(hash)));
  return {
    pool,
    spec,
    slots,
    runSecrets: others,
    accounts,
    references,
    secretsDigest: digestOfShared(site, others),
    piecemeal,
    specs: new Map(found.flatMap((one) => (one === undefined ? [] : [[one.hash, one]]))),
  };
}

/** Nothing is known of the artifact. */
export function noPool(site: Pick<Site, "where">): Failure {
  return new Failure({
    what: "there is no pool of this name",
    where: site.where,
    next: "Declare the artifact first, or correct the name and the namespace",
  });
}

/**
 * What the planner sees.
 *
 * @param without instances that are taken for not being there
 */
export function viewOf(world: World, without: ReadonlySet<string> = new Set()): PoolView {
  const { pool, spec, secretsDigest } = world;
  const slots = world.slots.filter(({ entry }) => !without.has(entry.record.instance));
  const records = slots.map(({ entry }) => entry.record);
  return {
    settings: pool.settings,
    specHash: pool.current,
    instances: records.map((record) => instanceView(world, record)),
    budget: pool.budget,
    freeAccounts: Object.fromEntries(
      spec.accounts.map((account) => [account, unclaimedEntries(world, account, records).length]),
    ),
    cleanRefs: Object.fromEntries(
      spec.refs.map((artifact) => [artifact, unclaimedRefs(world, artifact, records).length]),
    ),
    ...(secretsDigest === undefined ? {} : { secretsDigest }),
  };
}

/** Entries of an account that nobody holds and no instance is about to take. */
export function unclaimedEntries(
  { accounts }: World,
  account: string,
  records: readonly InstanceRecord[],
): string[] {
  const intended = new Set(records.map((record) => record.accounts[account]));
  return freeEntries(accounts, account).filter((entry) => !intended.has(entry));
}

/** Instances of another artifact that nobody has borrowed and no instance is about to borrow. */
export function unclaimedRefs(
  { references }: World,
  artifact: string,
  records: readonly InstanceRecord[],
): Slot[] {
  const reference = references[artifact];
  const intended = new Set(records.map((record) => record.refs[artifact]?.instance));
  return reference === undefined
    ? []
    : cleanInstances(reference).filter(({ entry }) => !intended.has(entry.record.instance));
}

/** An instance counts as stale when it would be built otherwise today; how it is cleaned does not matter. */
function instanceView(world: World, record: InstanceRecord): InstanceView {
  const built = world.specs.get(record.specHash);
  const alike =
    record.specHash === world.spec.hash || (built !== undefined && buildsAlike(built, world.spec));
  const secrets = record.secretsDigest === undefined || record.secretsDigest === world.secretsDigest;
  const isKnown = !world.piecemeal;
  return { ...record, stale: !alike || (isKnown && !secrets) };
}
