import { isKubeError } from "../../../clients/kubernetes/errors.js";
import { refOf } from "../../../clients/kubernetes/objects.js";
import type { ApplyOptions, KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import type { ObjectKey } from "../../../model/shared/kubernetes-object.js";
import type {
  DeleteAction,
  MachineAction,
  Outcome,
  WriteAction,
} from "../../../model/workspace/sync/actions.js";
import { isCustomResourceDefinition } from "../../../model/workspace/sync/defined-kind.js";
import { HOOK_FINALIZER } from "../../../model/workspace/sync/hooks.js";
import type { TaskId } from "../../../model/workspace/sync/task.js";
import { isTakenOver, takeOverFields } from "./adopt.js";
import { givesWay, inPlaceOf, type WriteManner } from "./dry-run.js";
import { isFatal } from "./fatal.js";
import type { LiveView } from "./live-view.js";
import { inParallel } from "./pool.js";
import type { Workspace } from "./workspace.js";

/** Milliseconds that a deletion before a re-creation, and a definition until it is established, may take. */
const SETTLING_MS = 60_000;
/** How often a write that meets somebody else's is tried again. */
const ATTEMPTS = 5;

/** Who gives way when an object is applied. */
type Yields = Pick<WriteManner, "takesFrom" | "isDrift">;

/** What the actions of an operation work on. */
export interface Stage {
  readonly workspace: Workspace;
  readonly view: LiveView;
  /** What each task sends. */
  manifest(task: TaskId): KubeObject | undefined;
  /** How an object that may have to be deleted is found; undefined for one that is neither declared nor known. */
  ref(key: ObjectKey): ObjectRef | undefined;
  /** Take fields from other managers. */
  readonly force: boolean;
  /** From whom fields pass to the workspace without force; undefined for what is not applied. */
  readonly yields: (key: ObjectKey) => Yields | undefined;
  /** Called before each group; what it throws ends the operation. */
  beforeGroup(): Promise<void>;
}

/**
 * Runs actions, group after group, those of one group at once.
 *
 * @throws what is no answer of the server to an action: the end of the operation, an unreachable server
 */
export async function runActions(stage: Stage, actions: readonly MachineAction[]): Promise<Outcome[]> {
  const groups = [...new Set(actions.map(({ group }) => group))].sort((left, right) => left - right);
  const outcomes: Outcome[] = [];
  for (const group of groups) {
    await stage.beforeGroup();
    const members = actions.filter((action) => action.group === group);
    outcomes.push(...(await inParallel(members, (action) => outcomeOf(stage, action))));
  }
  return outcomes;
}

async function outcomeOf(stage: Stage, action: MachineAction): Promise<Outcome> {
  stage.workspace.context.signal.throwIfAborted();
  try {
    return { action, ok: true, message: await run(stage, action) };
  } catch (error) {
    if (isFatal(error) || stage.workspace.context.signal.aborted) throw error;
    if (error instanceof Failure) return { action, ok: false, message: error.message };
    throw error;
  }
}

function run(stage: Stage, action: MachineAction): Promise<string> {
  switch (action.do) {
    case "apply":
    case "replace":
    case "create":
      return write(stage, action);
    case "delete":
    case "delete-hook":
      return remove(stage, action);
    case "remove-finalizer":
      return removeFinalizer(stage, action.key);
  }
}

async function write(stage: Stage, action: WriteAction): Promise<string> {
  const { workspace, view } = stage;
  const target = stage.manifest(action.task);
  if (target === undefined) {
    throw new Failure({
      what: "the manifest is not known any more",
      where: action.key,
      next: "Run `pulumi up` again",
    });
  }
  const live = view.objects.get(action.key);
  if (live !== undefined && action.do === "replace" && action.force) await clear(stage, live, action.key);
  let written: KubeObject;
  try {
    written = await send(stage, action, target);
  } catch (error) {
    const mayRecreate = action.force && live !== undefined && isKubeError(error, "Invalid");
    if (!mayRecreate) throw error;
    await clear(stage, live, action.key);
    written = await send(stage, action, target);
  }
  view.written(action.key, written);
  if (isCustomResourceDefinition(written)) await established(workspace, written);
  return live === undefined ? "created" : "configured";
}

async function send(stage: Stage, action: WriteAction, target: KubeObject): Promise<KubeObject> {
  const { client, fieldManager } = stage.workspace;
  const options = { fieldManager, ...(action.validate ? {} : { fieldValidation: "Ignore" as const }) };
  const live = stage.view.objects.get(action.key);
  if (action.do === "create" || (action.do === "replace" && live === undefined)) {
    return client.create(target, options);
  }
  if (action.do === "replace" && live !== undefined) {
    return again(stage, action.key, live, (current) => client.replace(inPlaceOf(target, current), options));
  }
  if (live !== undefined) await adopt(stage, action.key, live);
  return apply(stage, action.key, target, options);
}

/** Applies without force, and with it when all who are in the way give way: bound to the version that was judged. */
async function apply(
  stage: Stage,
  key: ObjectKey,
  target: KubeObject,
  options: Omit<ApplyOptions, "force">,
): Promise<KubeObject> {
  const { force, yields } = stage;
  const { client } = stage.workspace;
  try {
    return await client.apply(target, { ...options, force });
  } catch (error) {
    const manner = yields(key);
    if (force || manner === undefined || !isKubeError(error, "Conflict")) throw error;
    const current = await client.get(refOf(target));
    if (current === undefined) throw error;
    return again(stage, key, current, (seen) => {
      if (!givesWay(error, seen, manner)) throw error;
      return client.apply(inPlaceOf(target, seen), { ...options, force: true });
    });
  }
}

/** Fields of earlier tools pass to the workspace before it applies to an object that it did not make. */
async function adopt(stage: Stage, key: ObjectKey, live: KubeObject): Promise<void> {
  const { workspace, view } = stage;
  if (!isTakenOver(live, key, workspace)) return;
  const takesFrom = stage.yields(key)?.takesFrom ?? (() => false);
  const adopted = await again(stage, key, live, (current) => takeOverFields(workspace, current, takesFrom));
  view.written(key, adopted);
}

/** Writes over a version that was seen, and over a newer one when somebody else was faster. */
async function again(
  stage: Stage,
  key: ObjectKey,
  live: KubeObject,
  attempt: (current: KubeObject) => Promise<KubeObject>,
): Promise<KubeObject> {
  let current = live;
  for (let left = ATTEMPTS; ; left--) {
    try {
      return await attempt(current);
    } catch (error) {
      // Who owns a field does not change by looking again.
      const isRace = isKubeError(error, "Conflict") && error.detail.conflicts === undefined;
      if (left === 0 || !isRace) throw error;
      const newer = await stage.workspace.client.get(refOf(live));
      if (newer === undefined) throw error;
      current = newer;
    }
  }
}

/** Deletes an object and waits until it is gone, so that another of its name can be made. */
async function clear(stage: Stage, live: KubeObject, key: ObjectKey): Promise<void> {
  const { client, context } = stage.workspace;
  const { uid } = live.metadata;
  const ref = refOf(live);
  await client.delete(ref, { propagation: "Foreground", ...(uid === undefined ? {} : { uid }) });
  await client.waitFor(ref, (object) => object?.metadata.uid !== uid, {
    timeoutMs: SETTLING_MS,
    signal: context.signal,
    describe: () => "it is still being deleted",
  });
  stage.view.gone(key);
}

const PROPAGATION = { foreground: "Foreground", background: "Background", orphan: "Orphan" } as const;

async function remove(stage: Stage, action: DeleteAction): Promise<string> {
  const { client } = stage.workspace;
  const ref = stage.ref(action.key);
  const live = stage.view.objects.get(action.key);
  if (ref === undefined || live === undefined) return "pruned";
  const uid = action.uid ?? live.metadata.uid;
  const options = { propagation: PROPAGATION[action.propagation], ...(uid === undefined ? {} : { uid }) };
  try {
    await client.delete(ref, options);
  } catch (error) {
    // Another object has taken the place of the one that was to go.
    if (!isKubeError(error, "Conflict")) throw error;
  }
  await look(stage, ref, action.key);
  return "pruned";
}

async function removeFinalizer(stage: Stage, key: ObjectKey): Promise<string> {
  const ref = stage.ref(key);
  const live = stage.view.objects.get(key);
  if (ref === undefined || live === undefined) return "finalizer removed";
  try {
    await again(stage, key, live, (current) => withoutFinalizer(stage.workspace, ref, current));
  } catch (error) {
    if (!isKubeError(error, "NotFound", "Conflict")) throw error;
  }
  await look(stage, ref, key);
  return "finalizer removed";
}

function withoutFinalizer(
  { client, fieldManager }: Workspace,
  ref: ObjectRef,
  { metadata }: KubeObject,
): Promise<KubeObject> {
  const finalizers = (metadata.finalizers ?? []).filter((finalizer) => finalizer !== HOOK_FINALIZER);
  const patch = { metadata: { resourceVersion: metadata.resourceVersion, finalizers } };
  return client.patch(ref, patch, { type: "merge", fieldManager });
}

/** What became of an object after a deletion: gone, or waiting for finalizers. */
async function look({ workspace, view }: Stage, ref: ObjectRef, key: ObjectKey): Promise<void> {
  const current = await workspace.client.get(ref);
  if (current === undefined) view.gone(key);
  else view.written(key, current);
}

/** A new definition is not served at once. */
async function established(workspace: Workspace, definition: KubeObject): Promise<void> {
  await workspace.client.waitFor(
    refOf(definition),
    (object) => object !== undefined && isEstablished(object),
    {
      timeoutMs: SETTLING_MS,
      signal: workspace.context.signal,
      describe: () => "the definition is not established yet",
    },
  );
}

function isEstablished(definition: KubeObject): boolean {
  const status = definition["status"];
  const conditions = isObject(status) && Array.isArray(status["conditions"]) ? status["conditions"] : [];
  return conditions
    .filter(isObject)
    .some(({ type, status: value }) => type === "Established" && value === "True");
}
