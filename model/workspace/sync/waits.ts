import type { ObjectKey } from "../../shared/kubernetes-object.js";
import type { Observed, Wait } from "./actions.js";
import { earliest, elapsedMs, later } from "./clock.js";
import { isWaitedFor } from "./judge.js";
import { isStillThere } from "./live-objects.js";
import { isRunning, type MachineState, resultOf } from "./state.js";
import { nameInMessages, type SyncTask } from "./task.js";

/** What has to complete or to become healthy before the operation goes on. */
export function waitForTasks(state: MachineState, observed: Observed): Wait | undefined {
  const running = state.tasks.filter((task) => isRunning(state, task));
  const hooks = running.filter(({ action }) => action === "hook");
  const objects = running.filter(({ action }) => action !== "hook");
  if (hooks.length === 0 && (objects.length === 0 || !isWaitedFor(state))) return undefined;
  const [verb, named, noun] =
    hooks.length > 0
      ? (["waiting for completion of hook", hooks, "hooks"] as const)
      : (["waiting for healthy state of", objects, "resources"] as const);
  return {
    message: sentence(
      verb,
      named.map(({ key }) => key),
      noun,
    ),
    watch: running.map(({ key }) => key),
    ...until([...graceEnds(state, objects), ...(objects.length > 0 ? waveEnd(state) : [])], observed),
  };
}

/** Which removed objects have to be gone before the operation goes on. */
export function waitForDeletions(state: MachineState, observed: Observed): Wait | undefined {
  if (!isWaitedFor(state)) return undefined;
  const going = removedButLive(state, observed).filter(
    (task) => resultOf(state, task)?.phase === "Succeeded",
  );
  if (going.length === 0) return undefined;
  const keys = going.map(({ key }) => key);
  return {
    message: sentence("waiting for deletion of", keys, "resources"),
    watch: keys,
    ...until(waveEnd(state), observed),
  };
}

/** Tasks whose object was removed, though the cluster still has it. */
function removedButLive(state: MachineState, observed: Observed): SyncTask[] {
  return state.tasks.filter(
    (task) =>
      task.action === "prune" && resultOf(state, task)?.status === "Pruned" && isStillThere(task, observed),
  );
}

/** `waiting for healthy state of apps/Deployment/web and 2 more resources`. */
export function sentence(verb: string, keys: readonly ObjectKey[], noun: string): string {
  const [first = "", ...others] = keys;
  const more = others.length === 0 ? "" : ` and ${others.length} more ${noun}`;
  return `${verb} ${nameInMessages(first)}${more}`;
}

function graceEnds(state: MachineState, tasks: readonly SyncTask[]): string[] {
  return tasks.flatMap((task) => {
    const since = resultOf(state, task)?.degradedSince;
    return since === undefined ? [] : [later(since, state.settings.degradedGraceMs)];
  });
}

function waveEnd({ wave, settings }: MachineState): string[] {
  return wave === undefined ? [] : [later(wave.since, settings.waveTimeoutMs)];
}

function until(times: readonly string[], { now }: Observed): { until?: string } {
  const next = earliest(times.filter((time) => elapsedMs(now, time) > 0));
  return next === undefined ? {} : { until: next };
}
