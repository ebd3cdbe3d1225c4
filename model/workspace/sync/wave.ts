import type { SyncTask } from "./task.js";

/**
 * Names the tasks that run together: phase and wave. The namespace that the sync makes is a wave of its own, and the
 * hooks of a failed sync run all at once.
 */
export function waveId({ action, phase, wave }: SyncTask): string {
  if (action === "create-namespace") return "namespace";
  return phase === "SyncFail" ? phase : `${phase}/${wave}`;
}

/** The waves of tasks in their order; what stays and what runs only after a failure is in none. */
export function wavesOf(tasks: readonly SyncTask[]): string[] {
  const counted = tasks.filter(({ action, phase }) => action !== "keep" && phase !== "SyncFail");
  return [...new Set(counted.map(waveId))];
}
