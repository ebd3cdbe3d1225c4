import { KubeError } from "./errors.js";
import type { GroupVersionKind, KubeObject, ObjectRef } from "./types.js";

/** `v1` for the core group, `<group>/<version>` for every other. */
export function apiVersionOf(gvk: { readonly group: string; readonly version: string }): string {
  return gvk.group === "" ? gvk.version : `${gvk.group}/${gvk.version}`;
}

/** Group, version and kind of an object or reference; `v1` has the empty group. */
export function gvkOf(object: { readonly apiVersion: string; readonly kind: string }): GroupVersionKind {
  const slash = object.apiVersion.indexOf("/");
  return {
    group: slash === -1 ? "" : object.apiVersion.slice(0, slash),
    version: object.apiVersion.slice(slash + 1),
    kind: object.kind,
  };
}

/**
 * The reference of an object.
 * @throws KubeError BadRequest for an object without a name.
 */
export function refOf(object: KubeObject): ObjectRef {
  const { name, namespace } = object.metadata;
  if (name === undefined || name === "") {
    throw new KubeError("BadRequest", {
      what: "the object has no metadata.name",
      where: kindName(gvkOf(object)),
      next: "Give the object a name",
      status: 0,
    });
  }
  const ref = { apiVersion: object.apiVersion, kind: object.kind, name };
  return namespace === undefined ? ref : { ...ref, namespace };
}

/** A kind for messages: `ConfigMap`, `Deployment.apps`. */
export function kindName(gvk: { readonly group: string; readonly kind: string }): string {
  return gvk.group === "" ? gvk.kind : `${gvk.kind}.${gvk.group}`;
}

/** An object for messages: `Deployment.apps shop/web`, `Namespace shop`. */
export function describeRef(ref: ObjectRef): string {
  return `${kindName(gvkOf(ref))} ${ref.namespace === undefined ? "" : `${ref.namespace}/`}${ref.name}`;
}
