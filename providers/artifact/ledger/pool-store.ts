import type { ObjectRef } from "../../../clients/kubernetes/types.js";
import { poolName } from "../../../model/artifact/names.js";
import type { Budget } from "../../../model/artifact/plan/budget.js";
import { TOKEN_ANNOTATION } from "../../../model/shared/ownership.js";
import type { Site } from "../site.js";
import { persistently } from "./persist.js";
import { isDeclared, type Pool, type PoolDeclaration, poolIn, poolObject } from "./pool-record.js";
import { preconditions, sendable, textsIn } from "./texts.js";

/** Field manager of whoever writes a ledger. */
export const ARTIFACT_MANAGER = "groundplan-artifact";

/** The ConfigMap of a pool. */
export function poolRef({ namespace, artifact }: Pick<Site, "namespace" | "artifact">): ObjectRef {
  return { apiVersion: "v1", kind: "ConfigMap", namespace, name: poolName(artifact) };
}

/**
 * The pool; undefined when there is none.
 *
 * @throws Failure for a ConfigMap of its name that is none
 */
export async function readPool(site: Site): Promise<Pool | undefined> {
  const object = await site.client.get(poolRef(site));
  return object === undefined ? undefined : poolIn(object, site.where, site.now());
}

/** Writes the pool as it is declared, over whatever version of it there is; the budget stays. */
export function declarePool(site: Site, declaration: PoolDeclaration): Promise<Pool> {
  return persistently(site.signal, async () => {
    const before = await site.client.get(poolRef(site));
    const wanted = poolObject(site, declaration, before);
    const options = { fieldManager: ARTIFACT_MANAGER };
    if (before === undefined)
      return poolIn(await site.client.create(wanted, options), site.where, site.now());
    const after = isDeclared(site, before, declaration) ? before : await site.client.replace(wanted, options);
    return poolIn(after, site.where, site.now());
  });
}

/** Changes the budget, as it is by then. Nothing happens when the pool is gone. */
export async function changeBudget(site: Site, change: (budget: Budget) => Budget): Promise<void> {
  await persistently(site.signal, async () => {
    const pool = await readPool(site);
    if (pool === undefined) return;
    const before = textsIn(pool.object["data"]);
    const budget = JSON.stringify(change(pool.budget));
    if (budget === before["budget"]) return;
    const wanted = { ...sendable(pool.object), data: { ...before, budget } };
    await site.client.replace(wanted, { fieldManager: ARTIFACT_MANAGER });
  });
}

/** Removes the pool's ConfigMap, unless somebody else has taken it over. */
export async function dropPool(site: Site, token: string): Promise<void> {
  await persistently(site.signal, async () => {
    const found = await site.client.get(poolRef(site));
    if (found?.metadata.annotations?.[TOKEN_ANNOTATION] !== token) return;
    await site.client.delete(poolRef(site), preconditions(found));
  });
}
