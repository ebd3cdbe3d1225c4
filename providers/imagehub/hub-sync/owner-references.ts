import type { KubeObject, OwnerReference } from "../../../clients/kubernetes/types.js";

/** What makes one object belong to another, as the imagehub controller has it: deleted with it, and before it. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name ?? "",
    uid: owner.metadata.uid ?? "",
    controller: true,
    blockOwnerDeletion: true,
  };
}

/**
 * The object's owner references with the wanted one, or undefined when they hold it already. A reference to an
 * earlier owner of the same name is replaced. An object has one controller; when that is another's, the wanted
 * reference is added as a plain one.
 */
export function withOwner(object: KubeObject, wanted: OwnerReference): OwnerReference[] | undefined {
  const current = object.metadata.ownerReferences ?? [];
  if (current.some((reference) => reference.uid === wanted.uid)) return undefined;
  const others = current.filter(({ kind, name }) => kind !== wanted.kind || name !== wanted.name);
  const controlled = others.some(({ controller }) => controller === true);
  return [...others, controlled ? { ...wanted, controller: false } : wanted];
}
