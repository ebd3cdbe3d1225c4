import { isKubeError } from "../../../clients/kubernetes/errors.js";
import { messageOf } from "../../runtime/presentable-error.js";
import { poolLock } from "../execution/pool-lock.js";
import { reconcile } from "../execution/reconcile.js";
import { readPool } from "../ledger/pool-store.js";
import { type Site, siteIn } from "../site.js";
import { judge } from "./judge.js";
import { lockKey } from "./lock-key.js";

/** Longest that the runs of a pool are waited for on behalf of others, in milliseconds. */
const LONGEST_MS = 1_700_000;

/** On whose behalf a pool is brought to its target. */
export interface Occasion {
  /** The instance that was given back: it is cleaned, and nothing else is done. */
  readonly only?: string;
  /** Milliseconds since the epoch after which runs are not waited for. Default: as the pool's settings say. */
  readonly deadline?: number;
}

/** {@link replenish} for the artifacts that one refers to, after instances of them were borrowed or given back. */
export async function replenishReferences(
  site: Site,
  artifacts: Iterable<string>,
  deadline: number,
): Promise<void> {
  for (const artifact of new Set(artifacts)) await replenish(siteIn(site, artifact), { deadline });
}

/**
 * Brings a pool to its target after an instance was taken, or cleans the one that was given back. What it happens for
 * is settled by then, so that whatever goes wrong is a remark; the pool's next update goes on.
 *
 * @throws only when the operation was told to stop
 */
export async function replenish(site: Site, { only, deadline = Infinity }: Occasion = {}): Promise<void> {
  try {
    const pool = await readPool(site);
    if (pool === undefined) return;
    const { wait } = pool.settings;
    const until = Math.min(deadline, site.now() + Math.min(wait.timeout * 1000, LONGEST_MS));
    const reconciled = await poolLock.run(lockKey(site), site.signal, () =>
      reconcile(site, {
        deadline: until,
        wait: wait.build || only !== undefined,
        ...(only === undefined ? {} : { only }),
      }),
    );
    if (only !== undefined && !reconciled.ends.some(({ failure }) => failure !== undefined)) return;
    const { reasons, warnings } = judge(site, reconciled);
    for (const line of [...reasons, ...warnings]) site.warn(line);
  } catch (error) {
    site.signal.throwIfAborted();
    const what = site.redactor.clean(messageOf(error, site.where));
    if (isKubeError(error, "Forbidden")) site.info(`${site.artifact} is left to its owner: ${what}`);
    else site.warn(`${site.artifact} was not brought to its target: ${what}`);
  }
}
