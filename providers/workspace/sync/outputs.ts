import { type KubeObject, objectKey, type ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { hookOf } from "../../../model/workspace/sync/hooks.js";
import { type MachineState, resultOf } from "../../../model/workspace/sync/state.js";
import type { SyncTask } from "../../../model/workspace/sync/task.js";
import type { SyncOutputs } from "../sync.js";
import { isSecret } from "../../../model/workspace/compare/secret-data.js";
import { packApplied, secretDigest } from "./applied.js";
import { inventoryJson } from "./inventory.js";
import { pack } from "./packed.js";
import { type Counted, packStatuses } from "./resource-status.js";
import type { SyncEnd } from "./run-sync.js";
import { statusOf } from "./status.js";
import { declaredKey } from "./targets.js";

/** What the state keeps of a workspace after a sync, however far it got. */
export function outputsOf(end: SyncEnd, before: SyncOutputs | undefined): SyncOutputs {
  const { world } = end.survey;
  const objects = countedOf(end);
  const declared = new Map(world.targets.map((target) => [declaredKey(target), target]));
  return {
    applied: packApplied(declared),
    inventory: pack(inventoryJson(end.inventory)),
    resources: packStatuses(objects),
    secretDigests: digestsOf(declared, world.workspace.context.token),
    synced: end.synced,
    status: statusOf({
      inputs: world.inputs,
      objects,
      warnings: end.survey.warnings,
      state: end.state,
      now: world.workspace.context.now(),
      before: before?.status,
    }),
  };
}

/** Every object of the workspace but its hooks: declared ones, and those that were left over. */
function countedOf({ survey, state, live, inventory }: SyncEnd): Counted[] {
  const { targets } = survey.world;
  const declared = targets.filter((target) => !hookOf(target).isHook && !hookOf(target).skip);
  const failed = new Set((state?.tasks ?? []).filter((task) => isOpen(state, task)).map(({ key }) => key));
  const keys = new Set(declared.map(objectKey));
  const leftovers = Object.keys(inventory).flatMap((key): Counted[] => {
    const object = live.get(key);
    if (object === undefined || keys.has(key) || hookOf(object).isHook) return [];
    return [{ key, target: undefined, live: object, inSync: false }];
  });
  return [
    ...declared.map((target): Counted => {
      const key = objectKey(target);
      const object = live.get(key);
      return { key, target, live: object, inSync: object !== undefined && !failed.has(key) };
    }),
    ...leftovers,
  ];
}

/** Whether a task was not begun, or went wrong. */
function isOpen(state: MachineState | undefined, task: SyncTask): boolean {
  const result = state === undefined ? undefined : resultOf(state, task);
  return result === undefined || result.status === "SyncFailed";
}

function digestsOf(
  declared: ReadonlyMap<ObjectKey, KubeObject>,
  token: string,
): Record<string, Record<string, string>> {
  return Object.fromEntries(
    [...declared].flatMap(([key, object]) => (isSecret(object) ? [[key, secretDigest(object, token)]] : [])),
  );
}
