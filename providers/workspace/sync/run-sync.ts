import { refOf } from "../../../clients/kubernetes/objects.js";
import { Failure } from "../../../model/shared/errors.js";
import { type KubeObject, type ObjectKey, objectKey } from "../../../model/shared/kubernetes-object.js";
import {
  isFinished,
  type MachineState,
  parseMachineState,
  startOperation,
} from "../../../model/workspace/sync/state.js";
import { type PlannedTask, taskId } from "../../../model/workspace/sync/task.js";
import { waveOf } from "../../../model/workspace/sync/waves.js";
import { objectToSend, mannerOf } from "./assess.js";
import { claimLeftovers } from "./claim.js";
import { execute, type Operation } from "./execute.js";
import { type Inventory, inventoryItem } from "./inventory.js";
import { LiveView } from "./live-view.js";
import { marked } from "./marks.js";
import { millisecondsOf, newIdentity, withKnownHooks } from "./operation-start.js";
import { isSameOperation, operationDigest } from "./operation-digest.js";
import { surveyForOperation } from "./operation-survey.js";
import { isWork } from "./survey-plan.js";
import type { Survey } from "./survey.js";
import { terminate } from "./terminate.js";
import { rulesOf, wantedOf } from "./wanted.js";
import type { World } from "./world.js";

/** Where a sync got. */
export interface SyncEnd {
  readonly survey: Survey;
  /** Undefined when there was nothing to do. */
  readonly state: MachineState | undefined;
  /** The objects as they are now. */
  readonly live: ReadonlyMap<ObjectKey, KubeObject>;
  readonly inventory: Inventory;
  /** Digest of the last sync that succeeded. */
  readonly synced: string;
}

/** What a sync is run with besides what is there. */
export interface SyncRequest {
  /** Revision of the last sync, as the state knows it; undefined when there was none. */
  readonly revision: string | undefined;
  /** Digest of the last sync that succeeded, as the state knows it. */
  readonly synced: string;
  /** Whether the last sync did not succeed, so that the health of everything is asked for again. */
  readonly unfinished: boolean;
  /** Called whenever the sync got further, so that a failure can tell how far. */
  reached(end: () => SyncEnd): void;
}

/** Whether the hooks of a workspace run: only when its objects, hooks or options are not those that ran last. */
export function mustRunHooks({ inputs, record }: World, synced: string): boolean {
  return !isSameOperation(inputs, lastSynced(record?.synced, synced));
}

/** The record knows of a success that never got into the state. */
function lastSynced(recorded: string | undefined, stored: string): string {
  return recorded === undefined || recorded === "" ? stored : recorded;
}

/**
 * Brings everything about: continues the operation that was left unfinished, or begins one.
 *
 * @throws Failure when something stands in the way; nothing has been done then
 */
export async function runSync(world: World, request: SyncRequest): Promise<SyncEnd> {
  const { workspace, inputs, record } = world;
  const { context } = workspace;
  const left = parseMachineState(record?.operation);
  const unfinished = left !== undefined && !isFinished(left);
  const continued = unfinished && isSameOperation(inputs, record?.digest ?? "") ? left : undefined;
  const identity = continued ?? newIdentity(inputs.revision, context.now());
  const runHooks = mustRunHooks(world, request.synced);
  const survey = await surveyForOperation(world, { operation: identity, runHooks }, request.revision);
  if (survey.faults.length > 0) throw inTheWay(survey);
  for (const { message } of survey.warnings) context.warn(message);

  const claimed = await claimLeftovers(world);
  const view = new LiveView(workspace, { ...world.live, objects: new Map([...survey.live, ...claimed]) });
  try {
    if (unfinished && continued === undefined) await terminate(world, left, view);
    const before = lastSynced(record?.synced, request.synced);
    const nothing = !unfinished && !request.unfinished && !survey.tasks.some(isWork);
    if (nothing) {
      const synced = runHooks ? operationDigest(inputs, context.token) : before;
      return endOf(survey, undefined, view, synced);
    }
    const digest = continued === undefined ? operationDigest(inputs, context.token) : (record?.digest ?? "");
    const synced = (state: MachineState): string => (state.phase === "Succeeded" ? digest : before);
    const settings = {
      waitForHealth: inputs.waitForHealth,
      waveTimeoutMs: millisecondsOf(inputs.healthTimeout),
    };
    const { id, revision, startedAt } = identity;
    const start = withKnownHooks(
      startOperation({ id, revision, startedAt, tasks: survey.tasks, settings }),
      continued,
    );
    request.reached(() => endOf(survey, start, view, before));
    const state = await execute({
      workspace,
      view,
      start,
      record: { digest, inventory: inventoryOf(survey, view) },
      synced,
      stage: stageOf(survey),
      reached: (current) => {
        request.reached(() => endOf(survey, current, view, synced(current)));
      },
    });
    return endOf(survey, state, view, synced(state));
  } finally {
    view.close();
  }
}

/** What keeps a workspace from being synchronised, as one error. */
export function inTheWay({ faults, world }: Survey): Failure {
  const lines = faults.map((fault) => `  ${fault}`).join("\n");
  return new Failure({
    what: `${faults.length === 1 ? "one thing stands" : `${faults.length} things stand`} in the way, and nothing was done:\n${lines}\n`,
    where: world.workspace.where,
    next: "Correct them and run again",
  });
}

function stageOf(survey: Survey): Operation["stage"] {
  const { world } = survey;
  const rules = rulesOf(world);
  const tasks = new Map(survey.tasks.map((task) => [taskId(task), task]));
  const byKey = new Map(survey.tasks.map((task) => [task.key, task]));
  return {
    force: world.inputs.force,
    yields: (key) => {
      const { target, live } = byKey.get(key) ?? {};
      if (target === undefined) return undefined;
      return mannerOf(world.workspace, wantedOf(world, key, target, live), rules);
    },
    manifest: (id) => {
      const task = tasks.get(id);
      return task?.target === undefined ? undefined : manifestOf(survey, task, task.target);
    },
    ref: (key) => {
      const object = survey.live.get(key) ?? byKey.get(key)?.target;
      return object === undefined ? undefined : refOf(object);
    },
  };
}

function manifestOf(survey: Survey, task: PlannedTask, target: KubeObject): KubeObject {
  const { world } = survey;
  // The namespace that is made on the way belongs to nobody.
  if (task.action === "create-namespace") return target;
  if (task.action === "hook") return marked(target, task.key, world.workspace.marks);
  const wanted = wantedOf(world, task.key, target, survey.live.get(task.key));
  return objectToSend(world.workspace, wanted, rulesOf(world));
}

function endOf(survey: Survey, state: MachineState | undefined, view: LiveView, synced: string): SyncEnd {
  return { survey, state, live: view.objects, inventory: inventoryOf(survey, view), synced };
}

/** Everything that is declared, everything that runs, and everything of before that is still there. */
function inventoryOf({ world, tasks }: Survey, view: LiveView): Inventory {
  const items: Record<ObjectKey, Inventory[string]> = {};
  for (const [key, item] of Object.entries(world.inventory)) {
    if (view.objects.has(key)) items[key] = item;
  }
  for (const { action, target, wave } of tasks) {
    if (target !== undefined && action !== "create-namespace") {
      items[objectKey(target)] = inventoryItem(target, action === "hook" ? wave : waveOf(target));
    }
  }
  return items;
}
