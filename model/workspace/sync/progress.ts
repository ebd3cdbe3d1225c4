import type { Observed } from "./actions.js";
import { isPending, isRunning, type MachineState, resultOf } from "./state.js";
import { nameInPlans, type SyncTask } from "./task.js";
import { waveId, wavesOf } from "./wave.js";

/**
 * Where an operation stands, for a person who waits: `wave 2/4: 37/120 healthy, waiting for Deployment shop/web: 1 of
 * 3 updated`.
 */
export function progressLine(state: MachineState, observed: Observed): string {
  if (state.wave === undefined) return state.message;
  const { id } = state.wave;
  const tasks = state.tasks.filter((task) => waveId(task) === id && task.action !== "keep");
  const waves = wavesOf(state.tasks);
  const place = waves.includes(id) ? `wave ${waves.indexOf(id) + 1}/${waves.length}` : "after the failure";
  const unfinished = tasks.find((task) => isPending(state, task) || isRunning(state, task));
  const done = tasks.filter((task) => resultOf(state, task)?.phase === "Succeeded").length;
  return `${place}: ${done}/${tasks.length} ${state.settings.verb === "sync" ? "healthy" : "gone"}${
    unfinished === undefined
      ? ""
      : `, waiting for ${nameInPlans(unfinished.key)}${reason(unfinished, observed)}`
  }`;
}

function reason(task: SyncTask, observed: Observed): string {
  const live = observed.live(task.key);
  const health = live === undefined ? undefined : observed.health(live);
  return health === undefined || health.message === "" ? "" : `: ${health.message}`;
}
