import { refOf } from "../../../clients/kubernetes/objects.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import { type KubeObject, objectKey, type ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { formatProblem } from "../../../model/shared/problem.js";
import { buildDeletion } from "../../../model/workspace/sync/deletion.js";
import { hookOf } from "../../../model/workspace/sync/hooks.js";
import { parseSyncOptions } from "../../../model/workspace/sync/options.js";
import { isFinished, parseMachineState, startOperation } from "../../../model/workspace/sync/state.js";
import { nameInPlans, type PlannedTask, taskId } from "../../../model/workspace/sync/task.js";
import type { KindContext } from "../../runtime/context.js";
import type { KindState } from "../../runtime/kind.js";
import type { SyncInputs, SyncOutputs } from "../sync.js";
import { readApplied } from "./applied.js";
import { execute } from "./execute.js";
import { type Inventory, inventoryItem, kindsOfInventory, readInventory } from "./inventory.js";
import { listLive } from "./list-live.js";
import { LiveView } from "./live-view.js";
import { bearsToken, marked } from "./marks.js";
import { unpack } from "./packed.js";
import { readRecord, recordKey, recordRef, removeRecord, type SyncRecord } from "./record.js";
import { millisecondsOf, newIdentity, withKnownHooks } from "./operation-start.js";
import { openWorkspace, type Workspace } from "./workspace.js";
import { namespacesOf } from "./world.js";

/** Marks the record of a deletion, so that one that was interrupted is continued and a sync that was is not. */
const DELETION = "deletion";

/**
 * Removes everything: PreDelete hooks, then objects from the last wave to the first, then PostDelete hooks, and the
 * record at last. What stays by its options is told. Only objects that bear the recorded token are removed.
 */
export async function deleteSync(
  context: KindContext,
  { inputs, outputs }: KindState<SyncInputs, SyncOutputs>,
): Promise<void> {
  const workspace = await openWorkspace(context, inputs);
  const record = await ownRecord(workspace);
  const inventory = { ...readInventory(unpack(outputs.inventory)), ...record?.inventory };
  const applied = [...readApplied(outputs.applied).values()];
  const kinds = kindsOfInventory(withHooks(inventory, applied)).map((gvk) => ({
    ...gvk,
    metadataOnly: false,
  }));
  const listed = await listLive(workspace, kinds, [...namespacesOf(workspace, applied, inventory)]);
  const owned = [...listed.objects].filter(
    ([key, object]) =>
      key in inventory && key !== recordKey(workspace) && bearsToken(object, workspace.marks),
  );
  tellOthers(workspace, inventory, listed.objects);

  const left = record?.digest === DELETION ? parseMachineState(record.operation) : undefined;
  const continued = left !== undefined && !isFinished(left) ? left : undefined;
  const operation = continued ?? newIdentity(inputs.revision, context.now());
  const { options } = parseSyncOptions(inputs.syncOptions);
  const { tasks, problems } = buildDeletion({
    owned: owned.map(([, object]) => object),
    targets: applied,
    live: (key) => listed.objects.get(key),
    options,
    approvePrune: inputs.approvePrune,
    operation,
  });
  if (problems.length > 0) throw notApproved(workspace, problems.map(formatProblem));

  const { id, revision, startedAt } = operation;
  const settings = { verb: "delete", waveTimeoutMs: millisecondsOf(inputs.healthTimeout) } as const;
  const start = startOperation({ id, revision, startedAt, tasks, settings });
  const view = new LiveView(workspace, { ...listed, objects: new Map(listed.objects) });
  try {
    const state = await execute({
      workspace,
      view,
      start: withKnownHooks(start, continued),
      record: { digest: DELETION, inventory: withHooks(inventory, applied) },
      synced: () => "",
      stage: stageOf(workspace, view, tasks),
      reached: () => undefined,
    });
    if (state.phase !== "Succeeded") {
      throw new Failure({ what: state.message, where: workspace.where, next: "Correct it and delete again" });
    }
  } finally {
    view.close();
  }
  tellKept(workspace, tasks);
  await removeRecord(workspace);
}

/** Another stack's record is none of ours, and no reason not to delete what is. */
async function ownRecord(workspace: Workspace): Promise<SyncRecord | undefined> {
  const object = await workspace.client.get(recordRef(workspace));
  return object !== undefined && isObject(object["binaryData"]) && bearsToken(object, workspace.marks)
    ? readRecord(workspace, true)
    : undefined;
}

/** Hooks of the deletion make objects of kinds that the workspace may not have had before. */
function withHooks(inventory: Inventory, applied: readonly KubeObject[]): Inventory {
  const hooks = applied.filter((object) => hookOf(object).isHook && object.metadata.name !== undefined);
  return {
    ...Object.fromEntries(hooks.map((object) => [objectKey(object), inventoryItem(object, 0)])),
    ...inventory,
  };
}

function stageOf(
  workspace: Workspace,
  view: LiveView,
  tasks: readonly PlannedTask[],
): Parameters<typeof execute>[0]["stage"] {
  const byId = new Map(tasks.map((task) => [taskId(task), task]));
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  return {
    force: true,
    yields: () => undefined,
    manifest: (id) => {
      const task = byId.get(id);
      return task?.target === undefined ? undefined : marked(task.target, task.key, workspace.marks);
    },
    ref: (key) => {
      const task = byKey.get(key);
      const object = view.objects.get(key) ?? task?.live ?? task?.target;
      return object === undefined ? undefined : refOf(object);
    },
  };
}

function tellOthers(
  workspace: Workspace,
  inventory: Inventory,
  live: ReadonlyMap<ObjectKey, KubeObject>,
): void {
  for (const [key, object] of live) {
    if (key === recordKey(workspace)) continue;
    if (!(key in inventory)) {
      workspace.context.warn(
        `${nameInPlans(key)} stays: it bears this workspace's marks and is not in its inventory`,
      );
    } else if (!bearsToken(object, workspace.marks)) {
      workspace.context.warn(`${nameInPlans(key)} stays: a later creation of this workspace holds it`);
    }
  }
}

function tellKept({ context }: Workspace, tasks: readonly PlannedTask[]): void {
  for (const { action, key, reason } of tasks) {
    if (action === "keep") context.warn(`${nameInPlans(key)} stays: ${reason ?? "it is kept"}`);
  }
}

function notApproved({ where }: Workspace, problems: readonly string[]): Failure {
  return new Failure({
    what: `nothing was deleted:\n${problems.map((problem) => `  ${problem}`).join("\n")}\n`,
    where,
    next: "Approve them and delete again",
  });
}
