import { isKubeError } from "../../../clients/kubernetes/errors.js";
import { messageOf } from "../../runtime/presentable-error.js";
import { poolLock } from "../execution/pool-lock.js";
import { reconcile } from "../execution/reconcile.js";
import { readPool } from "../ledger/pool-store.js";
import { lockKey } from "../pool/bring-about.js";
import { judge } from "../pool/judge.js";
import type { Site } from "../site.js";

/** Longest that the runs of a pool are waited for on behalf of a lease, in milliseconds. */
const LONGEST_MS = 1_700_000;

/**
 * Brings a pool to its target after an instance was taken, or cleans the one that was given back. The lease itself is
 * settled by then, so that whatever goes wrong is a remark; the pool's next update goes on.
 *
 * @param only the instance that was given back
 * @throws only when the operation was told to stop
 */
export async function replenish(site: Site, only?: string): Promise<void> {
  try {
    const pool = await readPool(site);
    if (pool === undefined) return;
    const { wait } = pool.settings;
    const deadline = site.now() + Math.min(wait.timeout * 1000, LONGEST_MS);
    const reconciled = await poolLock.run(lockKey(site), site.signal, () =>
      reconcile(site, {
        deadline,
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
