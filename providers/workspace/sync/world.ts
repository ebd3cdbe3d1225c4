import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { ApiResource, GroupVersionKind } from "../../../clients/kubernetes/types.js";
import {
  idOfKey,
  type KubeObject,
  objectKey,
  type ObjectKey,
} from "../../../model/shared/kubernetes-object.js";
import { formatProblem } from "../../../model/shared/problem.js";
import { normaliseTargets } from "../../../model/workspace/compare/normalise-target.js";
import { isSecret, secretAsStored } from "../../../model/workspace/compare/secret-data.js";
import { definedKind } from "../../../model/workspace/sync/defined-kind.js";
import { parseSyncOptions, type SyncOptions } from "../../../model/workspace/sync/options.js";
import type { SyncInputs, SyncOutputs } from "../sync.js";
import type { Condition } from "./condition.js";
import { type Inventory, kindsOfInventory, readInventory } from "./inventory.js";
import { listLive, type ListedKind, type LiveObjects } from "./list-live.js";
import { kindsOf } from "./live-view.js";
import { unpack } from "./packed.js";
import { inParallel } from "./pool.js";
import { type Recorded, recordedIn } from "./recorded.js";
import { readRecord, recordKey, type SyncRecord } from "./record.js";
import { objectsOf } from "./targets.js";
import type { Workspace } from "./workspace.js";

/** What is declared and what is there, before anything is compared. */
export interface World {
  readonly workspace: Workspace;
  readonly inputs: SyncInputs;
  readonly options: SyncOptions;
  /** Every declared object in the form that is compared, hooks and skipped ones included. */
  readonly targets: readonly KubeObject[];
  readonly warnings: readonly Condition[];
  /** Objects that bear the workspace's marks. */
  readonly live: LiveObjects;
  /** The namespaces that matter: the object, `absent`, or `hidden` where the credential may not look. */
  readonly namespaces: ReadonlyMap<string, KubeObject | "absent" | "hidden">;
  readonly record: SyncRecord | undefined;
  /** What may exist because of this workspace, as the state and the record know it. */
  readonly inventory: Inventory;
  readonly recorded: Recorded;
  serves(kind: GroupVersionKind): boolean;
}

/**
 * Looks at what is declared and at what is there; reads only.
 *
 * @param before what the last sync left in the state
 */
export async function lookAround(
  workspace: Workspace,
  inputs: SyncInputs,
  before: SyncOutputs | undefined,
): Promise<World> {
  const declared = [...objectsOf(inputs.objects), ...objectsOf(inputs.secrets)];
  const [resources, record] = await Promise.all([
    workspace.client.resources(),
    readRecord(workspace, inputs.adopt),
  ]);
  const { objects, warnings } = normaliseTargets(declared, {
    destinationNamespace: workspace.namespace,
    isNamespaced: scopeLookup(resources, declared),
  });
  const { options } = parseSyncOptions(inputs.syncOptions);
  const remembered = readInventory(before === undefined ? undefined : unpack(before.inventory));
  const inventory = { ...remembered, ...record?.inventory };
  const [live, namespaces] = await Promise.all([
    listLive(workspace, kindsToList(objects, inventory), [...namespacesOf(workspace, objects, inventory)]),
    lookAtNamespaces(workspace, namespacesOf(workspace, objects, {})),
  ]);
  const served = new Set(resources.map(({ group, version, kind }) => `${group}/${version}/${kind}`));
  return {
    workspace,
    inputs,
    options: { ...options, createNamespace: inputs.createNamespace || options.createNamespace },
    // What is write-only could be neither compared nor removed again by a later apply.
    targets: objects.map((object) => (isSecret(object) ? secretAsStored(object) : object)),
    warnings: warnings.map((warning) => ({ type: warning.condition, message: formatProblem(warning) })),
    live: withoutRecord(live, workspace),
    namespaces,
    record,
    inventory,
    recorded: recordedIn(before, workspace.marks),
    serves: ({ group, version, kind }) => served.has(`${group}/${version}/${kind}`),
  };
}

/** By what the server serves, and by definitions among the objects, which the same sync creates. */
function scopeLookup(
  resources: readonly ApiResource[],
  objects: readonly KubeObject[],
): (gvk: GroupVersionKind) => boolean | undefined {
  const known = new Map<string, boolean>();
  for (const object of objects) {
    const kind = definedKind(object);
    if (kind !== undefined) known.set(kindName(kind), kind.namespaced);
  }
  for (const resource of resources) known.set(kindName(resource), resource.namespaced);
  return (gvk) => known.get(kindName(gvk));
}

/** Declared kinds in full; of those that are only remembered, metadata is enough to decide about a removal. */
function kindsToList(objects: readonly KubeObject[], inventory: Inventory): ListedKind[] {
  const kinds = new Map<string, ListedKind>();
  for (const gvk of kindsOf(objects)) kinds.set(kindName(gvk), { ...gvk, metadataOnly: false });
  for (const gvk of kindsOfInventory(inventory)) {
    if (kinds.has(kindName(gvk))) continue;
    // A definition is judged by the kind that it defines.
    kinds.set(kindName(gvk), { ...gvk, metadataOnly: gvk.kind !== "CustomResourceDefinition" });
  }
  return [...kinds.values()];
}

function kindName({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return `${group}/${kind}`;
}

/** Where objects of the workspace are or will be. */
export function namespacesOf(
  { namespace }: Workspace,
  objects: readonly KubeObject[],
  inventory: Inventory,
): ReadonlySet<string> {
  const names = [
    namespace,
    ...objects.map(({ metadata }) => metadata.namespace ?? ""),
    ...Object.keys(inventory).map((key) => idOfKey(key).namespace),
  ];
  return new Set(names.filter((name) => name !== ""));
}

async function lookAtNamespaces(
  { client }: Workspace,
  names: ReadonlySet<string>,
): Promise<World["namespaces"]> {
  const found = await inParallel(
    [...names],
    async (name): Promise<[string, KubeObject | "absent" | "hidden"]> => {
      try {
        return [name, (await client.get({ apiVersion: "v1", kind: "Namespace", name })) ?? "absent"];
      } catch (error) {
        if (isKubeError(error, "Forbidden")) return [name, "hidden"];
        throw error;
      }
    },
  );
  return new Map(found);
}

/** Whether a namespace exists; undefined when the credential may not know. */
export function hasNamespace({ namespaces }: World, name: string): boolean | undefined {
  const known = namespaces.get(name) ?? "hidden";
  return known === "hidden" ? undefined : known !== "absent";
}

/** The namespaces that exist, by key. */
export function namespaceObjects({ namespaces }: World): Map<ObjectKey, KubeObject> {
  const objects = [...namespaces.values()].filter((known) => typeof known !== "string");
  return new Map(objects.map((object) => [objectKey(object), object]));
}

function withoutRecord(live: LiveObjects, workspace: Workspace): LiveObjects {
  const objects = new Map(live.objects);
  objects.delete(recordKey(workspace));
  return { ...live, objects };
}
