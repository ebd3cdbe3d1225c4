import { idOfKey, type KubeObject, objectKey, type ObjectKey } from "../../shared/kubernetes-object.js";
import type { Problem } from "../../shared/problem.js";
import type { HookDeletePolicy } from "../codes.js";
import { isCustomResourceDefinition, isNamespace } from "./defined-kind.js";
import { hooksFor, hookTask, type OperationIdentity, type TypedHook } from "./hook-tasks.js";
import type { SyncOptions } from "./options.js";
import { orderTasks } from "./order.js";
import { decideDeletions, type RemovalDecision } from "./removal-rules.js";
import { nameInPlans, type PlannedTask } from "./task.js";
import { type BuiltTasks, removal } from "./tasks.js";
import { waveOf } from "./waves.js";

/** All that the tasks of a deletion are made from. */
export interface DeletionInput {
  /** Every object in the cluster that the workspace owns, hooks included. */
  readonly owned: readonly KubeObject[];
  /** Objects as they were rendered last, of which the PreDelete and PostDelete hooks are run. */
  readonly targets: readonly KubeObject[];
  readonly live: (key: ObjectKey) => KubeObject | undefined;
  readonly options: SyncOptions;
  readonly approvePrune: readonly ObjectKey[];
  readonly operation: OperationIdentity;
}

/**
 * Makes the tasks of the deletion of a whole workspace, for an operation with the verb `delete`: PreDelete hooks in
 * the phase PreSync, removals in the phase Sync with the highest wave first, PostDelete hooks in the phase PostSync.
 * Definitions go after everything else and namespaces after those; a namespace in which a PostDelete hook runs goes
 * last of all. Nothing may be deleted while there is an object that waits for a confirmation.
 */
export function buildDeletion(input: DeletionInput): BuiltTasks {
  const rules = { options: input.options, approved: new Set(input.approvePrune) };
  const hooks = hooksFor("delete", input.targets).flatMap((hook) => hookTask(withCleanUp(hook), input) ?? []);
  const hookKeys = new Set(hooks.map(({ key }) => key));
  const objects = input.owned.filter((live) => !hookKeys.has(objectKey(live)));
  const decided = decideDeletions(objects, rules);
  const tasks = [...hooks, ...removalTasks(decided, hooks, input.options)];
  return {
    tasks: orderTasks(tasks),
    problems: decided.filter(({ awaitsApproval }) => awaitsApproval).map(confirmationProblem),
  };
}

/** Nobody comes back to hooks of a workspace that is gone. One that prevents the deletion is removed to run again. */
function withCleanUp(hook: TypedHook): TypedHook {
  const added: readonly HookDeletePolicy[] = [
    "HookSucceeded",
    "BeforeHookCreation",
    ...(hook.type === "PreDelete" ? (["HookFailed"] as const) : []),
  ];
  return { ...hook, deletePolicies: [...new Set([...hook.deletePolicies, ...added])] };
}

function removalTasks(
  decided: readonly RemovalDecision[],
  hooks: readonly PlannedTask[],
  options: SyncOptions,
): PlannedTask[] {
  const lastWave = Math.max(0, ...decided.map(({ live }) => -waveOf(live)));
  const postDelete = hooks.filter(({ phase }) => phase === "PostSync");
  const lastHookWave = Math.max(0, ...postDelete.map(({ wave }) => wave));
  const hookNamespaces = new Set(postDelete.map(({ key }) => idOfKey(key).namespace));
  return decided.map(({ key, live, kept }) => ({
    key,
    apiVersion: live.apiVersion,
    live,
    ...placeOf(live),
    ...(kept === undefined ? removal(live, options) : { action: "keep", reason: kept }),
  }));

  function placeOf(live: KubeObject): Pick<PlannedTask, "phase" | "wave"> {
    if (isNamespace(live)) {
      return hookNamespaces.has(live.metadata.name ?? "")
        ? { phase: "PostSync", wave: lastHookWave + 1 }
        : { phase: "Sync", wave: lastWave + 2 };
    }
    if (isCustomResourceDefinition(live)) return { phase: "Sync", wave: lastWave + 1 };
    // Not `-waveOf`, which turns 0 into -0.
    return { phase: "Sync", wave: 0 - waveOf(live) };
  }
}

function confirmationProblem({ key }: RemovalDecision): Problem {
  return {
    path: nameInPlans(key),
    reason: "waiting for deletion confirmation (Delete=confirm)",
    fix: `list ${key} under approvePrune and run up, then destroy again`,
  };
}
