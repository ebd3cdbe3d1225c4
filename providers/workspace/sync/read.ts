import type { KubeObject, ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { canonicalJson } from "../../../model/shared/json.js";
import type { FieldChange } from "../../../model/workspace/compare/compare.js";
import { hookOf } from "../../../model/workspace/sync/hooks.js";
import { objectOptions, parseSyncOptions } from "../../../model/workspace/sync/options.js";
import { nameInPlans } from "../../../model/workspace/sync/task.js";
import type { KindContext } from "../../runtime/context.js";
import type { KindState } from "../../runtime/kind.js";
import type { SyncInputs, SyncOutputs } from "../sync.js";
import { readApplied } from "./applied.js";
import { assess, type Assessment } from "./assess.js";
import { type Inventory, kindsOfInventory, readInventory } from "./inventory.js";
import { listLive } from "./list-live.js";
import { inParallel } from "./pool.js";
import { unpack } from "./packed.js";
import { recordKey, recordRef } from "./record.js";
import { type Counted, packStatuses } from "./resource-status.js";
import { refreshedStatus } from "./status.js";
import { secretDriftLines } from "./secret-drift.js";
import { openWorkspace, type Workspace } from "./workspace.js";
import { namespacesOf } from "./world.js";

/** How one object differs from what was applied, as lines for people; empty when it does not. */
interface Drift {
  readonly key: ObjectKey;
  readonly lines: readonly string[];
}

/**
 * Finds the objects as they are. What differs from what was applied is told field by field; the state then says that
 * it is out of step, and the next update repairs it. The resource is gone when nothing of it is left.
 */
export async function readSync(
  context: KindContext,
  { inputs, outputs }: KindState<SyncInputs, SyncOutputs>,
): Promise<KindState<SyncInputs, SyncOutputs> | undefined> {
  const workspace = await openWorkspace(context, inputs);
  const applied = readApplied(outputs.applied);
  const inventory = readInventory(unpack(outputs.inventory));
  const kinds = kindsOfInventory(inventory).map((gvk) => ({ ...gvk, metadataOnly: false }));
  const { objects: live } = await listLive(workspace, kinds, [...namespacesOf(workspace, [], inventory)]);
  const found = [...live.keys()].some((key) => key !== recordKey(workspace));
  if (!found && Object.keys(inventory).length > 0 && !(await hasRecord(workspace))) return undefined;

  const drifts = [
    ...(await objectDrifts(workspace, inputs, applied, live)),
    ...secretDrifts(outputs.secretDigests, live, { token: context.token, ignore: inputs.ignoreDifferences }),
  ].filter(({ lines }) => lines.length > 0);
  for (const { key, lines } of drifts)
    for (const line of lines) context.warn(`drift: ${nameInPlans(key)} ${line}`);
  const drifted = new Set(drifts.map(({ key }) => key));
  const objects = countedOf(applied, outputs.secretDigests, inventory, live, drifted);
  const status = refreshedStatus(outputs.status, objects, context.now());
  return {
    inputs: { ...inputs, inStep: drifts.length === 0 },
    outputs: { ...outputs, status, resources: packStatuses(objects) },
  };
}

async function hasRecord(workspace: Workspace): Promise<boolean> {
  return (await workspace.client.get(recordRef(workspace))) !== undefined;
}

function isResource(object: KubeObject): boolean {
  return !hookOf(object).isHook && !hookOf(object).skip;
}

/** The same comparison as before an update, with what was applied in the place of what is declared. */
async function objectDrifts(
  workspace: Workspace,
  inputs: SyncInputs,
  applied: ReadonlyMap<ObjectKey, KubeObject>,
  live: ReadonlyMap<ObjectKey, KubeObject>,
): Promise<Drift[]> {
  const { options } = parseSyncOptions(inputs.syncOptions);
  const rules = {
    ignore: inputs.ignoreDifferences,
    respectIgnored: options.respectIgnoreDifferences,
    // What anybody else has done to our fields is what is looked for.
    force: true,
    adopt: inputs.adopt,
  };
  const resources = [...applied].filter(([, object]) => isResource(object));
  return inParallel(resources, async ([key, object]) => {
    const found = live.get(key);
    if (found === undefined) return { key, lines: ["is gone"] };
    const wanted = {
      key,
      object,
      options: objectOptions(object, options, found),
      live: found,
      untried: undefined,
      recorded: () => object,
    };
    return { key, lines: driftLines(await assess(workspace, wanted, rules)) };
  });
}

function driftLines(assessment: Assessment): string[] {
  switch (assessment.change) {
    case "none":
      return [];
    case "change":
      return assessment.changes.length === 0 ? ["lost its marks"] : assessment.changes.map(fieldLine);
    case "create":
      return ["is gone"];
    case "recreate":
    case "refused":
      return [`differs: ${assessment.reason}`];
  }
}

/** From what was applied to what was found. */
function fieldLine({ path, live, target }: FieldChange): string {
  const text = (value: FieldChange["live"]): string =>
    value === undefined ? "absent" : canonicalJson(value);
  return `${path}: ${text(target)} → ${text(live)}`;
}

function secretDrifts(
  recorded: SyncOutputs["secretDigests"],
  live: ReadonlyMap<ObjectKey, KubeObject>,
  how: Parameters<typeof secretDriftLines>[2],
): Drift[] {
  return Object.entries(recorded).map(([key, digests]) => {
    const secret = live.get(key);
    return { key, lines: secret === undefined ? ["is gone"] : secretDriftLines(secret, digests, how) };
  });
}

function countedOf(
  applied: ReadonlyMap<ObjectKey, KubeObject>,
  secrets: SyncOutputs["secretDigests"],
  inventory: Inventory,
  live: ReadonlyMap<ObjectKey, KubeObject>,
  drifted: ReadonlySet<ObjectKey>,
): Counted[] {
  const declared = new Map<ObjectKey, KubeObject | undefined>(
    [...applied].filter(([, object]) => isResource(object)),
  );
  // A Secret is not among what is stored; as the live one stands for it, only its values are not known.
  for (const key of Object.keys(secrets)) declared.set(key, live.get(key));
  const leftovers = Object.keys(inventory).flatMap((key): Counted[] => {
    const object = live.get(key);
    if (object === undefined || declared.has(key) || hookOf(object).isHook) return [];
    return [{ key, target: undefined, live: object, inSync: false }];
  });
  return [
    ...[...declared].flatMap(([key, target]): Counted[] => {
      const found = live.get(key);
      const known = target ?? placeholder(key, inventory);
      return known === undefined
        ? []
        : [{ key, target: known, live: found, inSync: found !== undefined && !drifted.has(key) }];
    }),
    ...leftovers,
  ];
}

function placeholder(key: ObjectKey, inventory: Inventory): KubeObject | undefined {
  const item = inventory[key];
  return item === undefined ? undefined : { apiVersion: item.apiVersion, kind: item.kind, metadata: {} };
}
