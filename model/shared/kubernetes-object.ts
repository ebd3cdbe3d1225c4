/** Group, version and kind; the core group is the empty string. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A Kubernetes object as JSON. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: KubeMetadata;
  [field: string]: unknown;
}

/** The metadata fields that groundplan reads or writes; others pass through untouched. */
export interface KubeMetadata {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  [field: string]: unknown;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** Names one object. `namespace` is left out for cluster-scoped kinds. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Group, version and kind of an object or reference; `v1` has the empty group. */
export function groupVersionKind(object: {
  readonly apiVersion: string;
  readonly kind: string;
}): GroupVersionKind {
  const slash = object.apiVersion.indexOf("/");
  return {
    group: slash === -1 ? "" : object.apiVersion.slice(0, slash),
    version: object.apiVersion.slice(slash + 1),
    kind: object.kind,
  };
}

/** What makes an object the same one, whatever version of its kind it is written in. */
export interface ObjectId {
  readonly group: string;
  readonly kind: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
}

/** `<group>/<kind>/<namespace>/<name>`; the core group and the namespace of cluster-scoped kinds are empty. */
export type ObjectKey = string;

/** The key of an object; its name is empty when it has none yet (`generateName`). */
export function objectKey(object: KubeObject): ObjectKey {
  const { namespace = "", name = "" } = object.metadata;
  return keyOf({ group: groupVersionKind(object).group, kind: object.kind, namespace, name });
}

/** The key of an identity. */
export function keyOf({ group, kind, namespace, name }: ObjectId): ObjectKey {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** The identity of a key; names of RBAC objects may contain colons but no object's name contains a slash. */
export function idOfKey(key: ObjectKey): ObjectId {
  const [group = "", kind = "", namespace = "", name = ""] = key.split("/");
  return { group, kind, namespace, name };
}
