import { objectKey, type KubeObject } from "../../shared/kubernetes-object.js";
import { SYNC_PHASES, type SyncPhase } from "../codes.js";
import { hookOf } from "../sync/hooks.js";
import { orderTasks } from "../sync/order.js";
import type { PlannedTask } from "../sync/task.js";
import { waveOf } from "../sync/waves.js";

/**
 * Objects in the order in which a first sync applies them: hooks in the first of their phases. Those that no sync
 * applies (skipped ones, and hooks around the deletion of the whole) come last.
 */
export function inApplyOrder(objects: readonly KubeObject[]): readonly KubeObject[] {
  const phased = objects.map((object) => ({ object, phase: firstPhase(object) }));
  const tasks = phased.flatMap(({ object, phase }) => (phase === undefined ? [] : [taskOf(object, phase)]));
  return [
    ...orderTasks(tasks).flatMap(({ target }) => (target === undefined ? [] : [target])),
    ...phased.flatMap(({ object, phase }) => (phase === undefined ? [object] : [])),
  ];
}

function firstPhase(object: KubeObject): SyncPhase | undefined {
  const { isHook, skip, types } = hookOf(object);
  if (skip) return undefined;
  if (!isHook) return "Sync";
  return SYNC_PHASES.find((phase) => types.includes(phase));
}

function taskOf(target: KubeObject, phase: SyncPhase): PlannedTask {
  const action = hookOf(target).isHook ? "hook" : "apply";
  return {
    key: objectKey(target),
    apiVersion: target.apiVersion,
    phase,
    wave: waveOf(target),
    action,
    target,
  };
}
