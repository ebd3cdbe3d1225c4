import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { refOf } from "../../../clients/kubernetes/objects.js";
import { isObject } from "../../../model/shared/json.js";
import type { ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { type ManagedFields, managedFieldsOf } from "./field-managers.js";
import { holderOf } from "./marks.js";
import type { Workspace } from "./workspace.js";

/** Decides whether the fields of a manager pass to the workspace. */
type TakesFrom = (manager: string) => boolean;

/** Whether the fields of earlier tools pass to the workspace before it applies to an object: those it did not make. */
export function isTakenOver(live: KubeObject, key: ObjectKey, { marks }: Workspace): boolean {
  return ["nobody", "other"].includes(holderOf(live, key, marks).kind);
}

/**
 * Makes the workspace the owner of what earlier tools applied. Then the next apply meets no conflict with them and
 * removes what they had applied and the workspace does not. Nothing is written when they own nothing.
 *
 * @throws KubeError Conflict when the object was changed since it was read
 */
export async function takeOverFields(
  workspace: Workspace,
  live: KubeObject,
  takesFrom: TakesFrom,
): Promise<KubeObject> {
  const taken = withFieldsTaken(workspace, live, takesFrom);
  if (taken === live) return live;
  const patch = [
    { op: "replace", path: "/metadata/managedFields", value: taken.metadata["managedFields"] },
    { op: "replace", path: "/metadata/resourceVersion", value: live.metadata.resourceVersion },
  ];
  return workspace.client.patch(refOf(live), patch, { type: "json", fieldManager: workspace.fieldManager });
}

/**
 * The object as a take-over leaves it: the entries of earlier tools in `managedFields` are one of ours. The same
 * object when there is no such entry.
 */
export function withFieldsTaken(workspace: Workspace, live: KubeObject, takesFrom: TakesFrom): KubeObject {
  const entries = managedFieldsOf(live);
  const earlier = entries.filter(
    ({ manager, subresource }) =>
      subresource === "" && manager !== workspace.fieldManager && takesFrom(manager),
  );
  const [first] = earlier;
  if (first === undefined) return live;
  const own = entries.filter((entry) => isOwn(entry, workspace));
  const others = entries.filter((entry) => !earlier.includes(entry) && !own.includes(entry));
  const ours = {
    ...first.entry,
    manager: workspace.fieldManager,
    operation: "Apply",
    fieldsV1: [...own, ...earlier].map(({ entry }) => entry["fieldsV1"]).reduce(union),
  };
  const managedFields = [...others.map(({ entry }) => entry), ours];
  return { ...live, metadata: { ...live.metadata, managedFields } };
}

function isOwn({ manager, operation, subresource }: ManagedFields, { fieldManager }: Workspace): boolean {
  return manager === fieldManager && operation === "Apply" && subresource === "";
}

/** Every field of two `fieldsV1`. */
function union(a: unknown, b: unknown): unknown {
  if (!isObject(a)) return b;
  if (!isObject(b)) return a;
  const fields: Record<string, unknown> = { ...a };
  for (const [name, below] of Object.entries(b)) {
    fields[name] = Object.hasOwn(a, name) ? union(a[name], below) : below;
  }
  return fields;
}
