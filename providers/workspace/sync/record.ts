import type { KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject, type JsonValue } from "../../../model/shared/json.js";
import { objectKey, type ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { OWNER_ANNOTATION } from "../../../model/shared/ownership.js";
import { type Inventory, inventoryJson, readInventory } from "./inventory.js";
import { bearsToken, holderOf, marked } from "./marks.js";
import { pack, unpack } from "./packed.js";
import type { Workspace } from "./workspace.js";

const ENTRY = "record";

/**
 * What a workspace keeps in its cluster, so that a run that was killed is continued: what may exist, what was going
 * on, and how far it got. It is a ConfigMap in the destination namespace, or in `default` for a workspace without
 * one, and holds no object's content.
 */
export interface SyncRecord {
  /** Digest of the operation that ran last. */
  readonly digest: string;
  /** Digest of the last operation that succeeded; empty when there is none. */
  readonly synced: string;
  readonly inventory: Inventory;
  /** The state machine's state, as it was before the next step; null when no operation is going on. */
  readonly operation: JsonValue;
}

/** The ConfigMap of a workspace's record. */
export function recordRef({ name, namespace }: Workspace): Required<ObjectRef> {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    namespace: namespace === "" ? "default" : namespace,
    name: `groundplan-workspace-${name}`,
  };
}

/** The key of the record's ConfigMap, which is none of the workspace's objects. */
export function recordKey(workspace: Workspace): ObjectKey {
  const { namespace, name } = recordRef(workspace);
  return objectKey({ apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name } });
}

/**
 * The record, or undefined when there is none.
 *
 * @param adopt take no notice of another stack's record, which the next write takes over
 * @throws Failure when it is another stack's
 */
export async function readRecord(workspace: Workspace, adopt: boolean): Promise<SyncRecord | undefined> {
  const ref = recordRef(workspace);
  const object = await workspace.client.get(ref);
  if (object === undefined || object.metadata.deletionTimestamp !== undefined) return undefined;
  if (holderOf(object, recordKey(workspace), workspace.marks).kind === "ours") return parseRecord(object);
  if (adopt) return undefined;
  const mark = object.metadata.annotations?.[OWNER_ANNOTATION];
  throw new Failure({
    what: `ConfigMap ${ref.namespace}/${ref.name} is not this workspace's record: ${mark === undefined ? "it bears no owner mark" : `it belongs to ${mark}`}`,
    where: workspace.where,
    next: "Give one of the two workspaces another name, or take it over with adopt: true",
  });
}

/** Writes the record. */
export async function writeRecord(workspace: Workspace, record: SyncRecord): Promise<void> {
  const { apiVersion, kind, namespace, name } = recordRef(workspace);
  const content = pack({
    digest: record.digest,
    synced: record.synced,
    inventory: inventoryJson(record.inventory),
    operation: record.operation,
  });
  const object = { apiVersion, kind, metadata: { namespace, name }, binaryData: { [ENTRY]: content } };
  await workspace.client.apply(marked(object, recordKey(workspace), workspace.marks), {
    fieldManager: workspace.fieldManager,
    force: true,
  });
}

/** Removes the record, if it is this creation's. */
export async function removeRecord(workspace: Workspace): Promise<void> {
  const ref = recordRef(workspace);
  const object = await workspace.client.get(ref);
  if (object === undefined || !bearsToken(object, workspace.marks)) return;
  const { uid } = object.metadata;
  await workspace.client.delete(ref, uid === undefined ? {} : { uid });
}

function parseRecord(object: KubeObject): SyncRecord | undefined {
  const data = object["binaryData"];
  const content = isObject(data) ? data[ENTRY] : undefined;
  const value = typeof content === "string" ? unpack(content) : undefined;
  if (!isObject(value)) return undefined;
  return {
    digest: text(value["digest"]),
    synced: text(value["synced"]),
    inventory: readInventory(value["inventory"]),
    // What was parsed from JSON is JSON.
    operation: (value["operation"] ?? null) as JsonValue,
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
