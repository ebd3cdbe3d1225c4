import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { allowed } from "../../../model/artifact/access.js";
import { ARTIFACT_LABELS } from "../../../model/artifact/names.js";
import type { PoolSettings } from "../../../model/artifact/settings.js";
import { Failure } from "../../../model/shared/errors.js";
import { OWNER_ANNOTATION, ownerMark, TOKEN_ANNOTATION } from "../../../model/shared/ownership.js";
import type { KindContext } from "../../runtime/context.js";
import type { ArtifactPoolInputs } from "../artifact-pool.js";
import { poolLock } from "../execution/pool-lock.js";
import { reconcile } from "../execution/reconcile.js";
import { releaseRun } from "../execution/settle-run.js";
import { declarePool, dropPool, poolRef } from "../ledger/pool-store.js";
import { dropSharedCopies } from "../ledger/shared-secrets.js";
import { advance, readLedger, type Slot } from "../ledger/slot-store.js";
import { dropSpecs, loadSpec, saveSpec } from "../ledger/spec-store.js";
import { type Pool, type PoolDeclaration, poolIn } from "../ledger/pool-record.js";
import type { PoolSpec } from "../ledger/pool-spec.js";
import { openSite, type Site, type Surroundings, timeAt } from "../site.js";
import { declaredBy } from "./declare.js";
import { failureText } from "./failure-text.js";
import { lockKey } from "./lock-key.js";
import { replenishReferences } from "./replenish.js";

const PIPELINE_RUN = { group: "tekton.dev", version: "v1", kind: "PipelineRun" } as const;

/**
 * Removes a pool: cleans every instance by the spec it was built with, then removes whatever the pool has in the
 * cluster. Its ConfigMap goes last, so that a deletion that stops half-way goes on.
 *
 * @throws Failure while instances are borrowed, or cannot be cleaned
 */
export async function drain(
  surroundings: Surroundings,
  context: KindContext,
  inputs: ArtifactPoolInputs,
): Promise<void> {
  const { cluster, namespace, name: artifact } = inputs;
  const site = await openSite(surroundings, context, { cluster, namespace, artifact });
  const found = await site.client.get(poolRef(site));
  const { slots } = await readLedger(site, inputs);
  const mark = ownerMark(context.scope, context.resource);
  // Without its ConfigMap, a pool is known by its instances.
  if (found === undefined && !slots.some(({ object }) => ownerOf(object) === mark)) return;
  if (found !== undefined && (context.token === "" || tokenOf(found) !== context.token)) {
    context.info(`${site.where} stays: a later declaration holds it`);
    return;
  }
  const pool = found === undefined ? undefined : readable(site, found);
  mayDelete(site, pool, inputs);
  const deadline = site.now() + inputs.settings.wait.timeout * 1000;
  await poolLock.run(lockKey(site), site.signal, async () => {
    await endLeases(site, inputs.settings);
    const { spec, declaration } = declaredBy(context, inputs, inputs);
    const current = await specInUse(site, pool, spec, declaration);
    const settings = draining(inputs.settings, surroundings.random());
    await declarePool(site, { ...declaration, current, settings });
    const { world } = await reconcile(site, { deadline });
    if (world.slots.length > 0) throw notDrained(site, world.slots);
    await removeRuns(site);
    await dropSharedCopies(site, new Set());
    await dropSpecs(site, []);
    await dropPool(site, context.token);
  });
  const given = slots.flatMap(({ entry }) => Object.keys(entry.record.refs));
  await replenishReferences(site, [...inputs.refs, ...given], deadline);
}

function ownerOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[OWNER_ANNOTATION];
}

function tokenOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[TOKEN_ANNOTATION];
}

/** Undefined for a ConfigMap that was changed by hand: the deletion writes it anew. */
function readable(site: Site, found: KubeObject): Pool | undefined {
  try {
    return poolIn(found, site.where, site.now());
  } catch {
    return undefined;
  }
}

function mayDelete(site: Site, pool: Pool | undefined, { team, admin }: ArtifactPoolInputs): void {
  if (pool === undefined) return;
  const verdict = allowed({ team, admin }, pool, "delete");
  if (!verdict.ok) throw new Failure({ what: `it ${verdict.reason}`, where: site.where });
}

/** Hash of the spec that the cluster has, otherwise of the one that the state knows. */
async function specInUse(
  site: Site,
  pool: Pool | undefined,
  known: PoolSpec,
  declaration: PoolDeclaration,
): Promise<string> {
  if (pool !== undefined && (await loadSpec(site, pool.current)) !== undefined) return pool.current;
  await saveSpec(site, known, declaration);
  return known.hash;
}

/** No instance is to be there; failures of earlier clean runs are forgotten. */
function draining({ schedule: _, ...settings }: PoolSettings, resetToken: string): PoolSettings {
  return {
    ...settings,
    ...{ total: 0, target: 0, paused: false, updateStrategy: { type: "OnReplenish" } },
    retry: { ...settings.retry, resetToken },
  };
}

/** @throws Failure while instances are borrowed, unless they are to be taken away from their holders */
async function endLeases(site: Site, settings: PoolSettings): Promise<void> {
  const { slots } = await readLedger(site, { settings });
  const borrowed = slots.filter(({ entry }) => entry.record.state === "borrowed");
  if (borrowed.length === 0) return;
  if (!settings.forceReturn) throw stillBorrowed(site, borrowed);
  for (const slot of borrowed) {
    const holder = slot.entry.record.lease?.holder ?? "";
    site.warn(`${site.artifact}/${slot.entry.record.instance} is taken away from ${holder}`);
    await advance(site, slot, { do: "release", at: timeAt(site), holder });
  }
}

function stillBorrowed(site: Site, borrowed: readonly Slot[]): Failure {
  const holders = borrowed.map(
    ({ entry: { record } }) => `${record.instance} by ${record.lease?.holder ?? "?"}`,
  );
  return new Failure({
    what: `it is not deleted while instances are borrowed: ${holders.join(", ")}`,
    where: site.where,
    next:
      "Destroy what borrows them, free the lease of a stack that is gone with `groundplan artifact release`, " +
      "or set `forceReturn: true` and run `pulumi up` before",
  });
}

function notDrained(site: Site, slots: readonly Slot[]): Failure {
  const lines = slots.map(({ entry: { record } }) =>
    record.failure === undefined || record.state !== "failed"
      ? `${site.artifact}/${record.instance} is ${record.state}`
      : failureText(site.artifact, record.instance, record.failure, true),
  );
  return new Failure({
    what: `${slots.length} instances could not be cleaned:\n${lines.join("\n")}\n`,
    where: site.where,
    next: "Delete again once the reason is gone, or forget them with `cleanPolicy: orphan`",
  });
}

/** Runs that were kept go with the pool. */
async function removeRuns(site: Site): Promise<void> {
  const labelSelector = `${ARTIFACT_LABELS.artifact}=${site.artifact}`;
  const { items } = await site.client.list(PIPELINE_RUN, { namespace: site.namespace, labelSelector });
  for (const run of items) await releaseRun(site, run, false);
}
