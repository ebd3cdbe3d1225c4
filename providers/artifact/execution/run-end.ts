import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { RunFailure } from "../../../model/artifact/ledger/record.js";
import { explainFailure } from "../../../model/artifact/failure/explain-failure.js";
import { progressLine } from "../../../model/artifact/failure/progress-line.js";
import { runOutcome, type RunOutcome } from "../../../model/artifact/failure/run-outcome.js";
import type { ArtifactPhase } from "../../../model/artifact/names.js";
import type { PoolSettings } from "../../../model/artifact/settings.js";
import { type Site, timeAt } from "../site.js";
import type { Job } from "./job.js";
import { logTail, tellLogs } from "./log-tail.js";
import { Progress } from "./progress.js";
import { RUN_LABEL, type RunFeed, runRef } from "./run-feed.js";
import { settleRun } from "./settle-run.js";

/** How a run ended. */
export type RunEnd =
  | {
      readonly state: "succeeded";
      readonly run: KubeObject;
      readonly results: Readonly<Record<string, string>>;
    }
  | { readonly state: "failed"; readonly run: KubeObject; readonly failure: RunFailure }
  /** It is gone, and its outcome with it. */
  | { readonly state: "vanished"; readonly failure: RunFailure };

/** Longest wait until the tasks of a run that was deleted are gone, in milliseconds. */
const CHILDREN_GONE_MS = 30_000;
const POD = { group: "", version: "v1", kind: "Pod" } as const;
const TASK_RUN = { group: "tekton.dev", version: "v1", kind: "TaskRun" } as const;

/** Follows a run until its end, and tells on the way where it is. */
export async function runEnd(
  job: Job,
  name: string,
  of: {
    readonly instance: string;
    readonly phase: ArtifactPhase;
    readonly settings: Pick<PoolSettings, "logs" | "logTailLines">;
  },
): Promise<RunEnd> {
  const { site, feed } = job;
  const progress = new Progress(site, of.instance);
  for (;;) {
    const { run, outcome } = await feed.until(() => ended(feed, name, progress), site.signal);
    if (run !== undefined && outcome.state === "succeeded") {
      if (of.settings.logs === "all") await tellLogs(site, run, of.instance, of.settings.logTailLines);
      return { state: "succeeded", run, results: outcome.results };
    }
    if (run !== undefined && outcome.state === "failed") {
      return { state: "failed", run, failure: await failureOf(site, run, of.settings.logTailLines) };
    }
    // What a watch has not told yet may be there all the same.
    const found = await site.client.get(runRef(site, name));
    if (found === undefined) feed.forget(name);
    else feed.put(found);
    if (runOutcome(found).state !== "gone") continue;
    await lastPods(job, name, found);
    const { reason, message } = runOutcome(found);
    const failure = {
      phase: of.phase,
      reason,
      message: `run ${name}: ${message}`,
      logTail: [],
      retriable: true,
    };
    return { state: "vanished", failure: { ...failure, at: timeAt(site) } };
  }
}

interface Ended {
  readonly run: KubeObject | undefined;
  readonly outcome: RunOutcome;
}

function ended(feed: RunFeed, name: string, progress: Progress): { readonly value: Ended } | undefined {
  const run = feed.run(name);
  const outcome = runOutcome(run);
  if (run === undefined || outcome.state !== "running") return { value: { run, outcome } };
  progress.tell(progressLine(run, feed.taskRunsOf(name)));
  return undefined;
}

/** Nothing of a run that is deleted may be at work when its instance is cleaned. */
async function lastPods(job: Job, name: string, run: KubeObject | undefined): Promise<void> {
  const { site, feed } = job;
  if (run !== undefined) await settleRun(job, run, false);
  const patience = AbortSignal.any([site.signal, AbortSignal.timeout(CHILDREN_GONE_MS)]);
  try {
    await feed.until(() => (feed.taskRunsOf(name).length === 0 ? { value: true } : undefined), patience);
  } catch (error) {
    site.signal.throwIfAborted();
    if (!patience.aborted) throw error;
  }
}

async function failureOf(site: Site, run: KubeObject, tailLines: number): Promise<RunFailure> {
  const scope = {
    namespace: site.namespace,
    labelSelector: `${RUN_LABEL}=${run.metadata.name ?? ""}`,
  };
  const [taskRuns, pods] = await Promise.all([
    site.client.list(TASK_RUN, scope),
    site.client.list(POD, scope),
  ]);
  const { pod, container, hint, message, ...explained } = explainFailure(run, taskRuns.items, pods.items);
  const tail = pod === undefined ? [] : await logTail(site, pod, container, tailLines);
  const advice = hint === undefined || message.includes(hint) ? "" : `. ${hint}`;
  return {
    ...explained,
    message: site.redactor.clean(`${message}${advice}`),
    logTail: tail,
    at: timeAt(site),
  };
}
