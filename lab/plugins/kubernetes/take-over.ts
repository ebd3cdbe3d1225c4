import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import { refTo } from "./operation.js";

/**
 * Managers whose fields an update takes over, by the start of their name: people with kubectl, and this provider
 * itself without server-side apply. The list is the official provider's.
 */
const TAKEN_OVER: readonly { readonly prefix: string; readonly operations: readonly string[] }[] = [
  { prefix: "kubectl", operations: ["Apply", "Update"] },
  { prefix: "before-first-apply", operations: ["Update"] },
  { prefix: "pulumi-kubernetes", operations: ["Update"] },
  { prefix: "pulumi-resource-kubernetes", operations: ["Update"] },
];

type Entry = Record<string, unknown>;

/**
 * Makes the fields of those managers ours, so that the apply that follows sets those we give and removes the others.
 * @returns The object as it is then.
 */
export async function takeOver(
  client: KubernetesClient,
  live: KubeObject,
  fieldManager: string,
): Promise<KubeObject> {
  const entries = managedFields(live);
  const theirs = entries.filter(isTakenOver);
  if (theirs.length === 0) return live;
  const isOurs = (entry: Entry): boolean =>
    entry["manager"] === fieldManager && entry["operation"] === "Apply";
  const ours = entries.find(isOurs);
  const merged = [...(ours === undefined ? [] : [ours]), ...theirs].reduce((all, entry) => ({
    ...all,
    fieldsV1: union(all["fieldsV1"], entry["fieldsV1"]),
  }));
  const others = entries.filter((entry) => !isTakenOver(entry) && !isOurs(entry));
  const value = [...others, { ...merged, manager: fieldManager, operation: "Apply" }];
  return client.patch(refTo(live), [{ op: "replace", path: "/metadata/managedFields", value }], {
    type: "json",
  });
}

/** Whether a dry run would meet fields that the update itself takes over from this provider's other mode. */
export function ownsByUpdate(live: KubeObject): boolean {
  const names = ["pulumi-kubernetes", "pulumi-resource-kubernetes"];
  return managedFields(live).some(
    (entry) => entry["operation"] === "Update" && names.includes(String(entry["manager"])),
  );
}

function managedFields(object: KubeObject): Entry[] {
  const entries = object.metadata["managedFields"];
  return Array.isArray(entries) ? entries.filter(isObject) : [];
}

function isTakenOver(entry: Entry): boolean {
  if (entry["subresource"] !== undefined && entry["subresource"] !== "") return false;
  return TAKEN_OVER.some(
    ({ prefix, operations }) =>
      String(entry["manager"]).startsWith(prefix) &&
      operations.includes(String(entry["operation"])) &&
      // Other resources of this provider, whose managers have a suffix, keep what they apply or have created.
      !/^pulumi-kubernetes-[0-9a-f]{8}$/.test(String(entry["manager"])),
  );
}

/** Union of two sets in the form of metav1.FieldsV1: nested objects with empty leaves. */
function union(a: unknown, b: unknown): unknown {
  if (!isObject(a)) return b;
  if (!isObject(b)) return a;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...keys].map((key) => [key, union(a[key], b[key])]));
}
