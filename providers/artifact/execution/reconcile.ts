import { Failure } from "../../../model/shared/errors.js";
import { type Site, siteIn } from "../site.js";
import { BudgetWriter } from "./budget-writer.js";
import { Crew } from "./crew.js";
import type { Job } from "./job.js";
import { type Goal, type Reconciled, Rounds } from "./rounds.js";
import { patientClient } from "./patient-client.js";
import { RunFeed } from "./run-feed.js";
import { SpecCache } from "./spec-cache.js";

/**
 * Brings a pool to its target, from what its ledger says alone: goes on with what is under way, plans, carries out,
 * and plans again whenever something has ended, until nothing is left to do that can be done in time.
 *
 * @throws what kept it from going on; what was done is in the ledger, and runs go on in the cluster
 */
export async function reconcile(site: Site, goal: Goal): Promise<Reconciled> {
  const stop = new AbortController();
  const signal = AbortSignal.any([site.signal, stop.signal]);
  const working: Site = { ...site, signal, client: patientClient(site.client, signal) };
  const background: Promise<unknown>[] = [];
  const crew = new Crew(goal.wait === false);
  const feed = await RunFeed.open(working);
  const job: Job = {
    site: working,
    feed,
    specs: new SpecCache(working),
    budget: new BudgetWriter(working),
    later: (work) => {
      background.push(work);
      work.catch(() => undefined);
    },
  };
  try {
    const reconciled = await new Rounds(job, crew, goal, (artifact, other) =>
      reconcile(siteIn(site, artifact), other),
    ).run();
    await Promise.all(background);
    return reconciled;
  } finally {
    // Whoever still waits for a run is told to stop; the run itself goes on.
    stop.abort(new Failure({ what: "not waited for any more" }));
    await crew.end();
    await Promise.allSettled(background);
    feed.close();
  }
}
