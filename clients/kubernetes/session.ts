import type { Api } from "./api.js";
import type { Discovery } from "./discovery.js";
import { KubeError } from "./errors.js";
import { apiVersionOf, describeRef, kindName } from "./objects.js";
import type { ApiResource, GroupVersionKind, KubeObject, ObjectRef } from "./types.js";

/** What every operation works with: one server and what it serves. */
export interface Session {
  readonly api: Api;
  readonly discovery: Discovery;
}

/**
 * The path of a resource's collection, of one of its objects, or of an object's subresource.
 * @throws KubeError BadRequest when a namespaced object comes without a namespace.
 */
export function resourcePath(
  resource: ApiResource,
  target: { readonly namespace?: string; readonly name?: string; readonly subresource?: string } = {},
): string {
  const { namespace, name, subresource } = target;
  const root = resource.group === "" ? `/api/${resource.version}` : `/apis/${apiVersionOf(resource)}`;
  const scope =
    resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  const rest = [name, subresource]
    .filter((part) => part !== undefined)
    .map((part) => `/${encodeURIComponent(part)}`);
  return `${root}${scope}/${resource.plural}${rest.join("")}`;
}

/**
 * The path of one object.
 * @throws KubeError BadRequest when a namespaced object comes without a namespace.
 */
export function objectPath(resource: ApiResource, ref: ObjectRef, subresource?: string): string {
  requireNamespace(resource, ref.namespace, describeRef(ref));
  return resourcePath(resource, {
    name: ref.name,
    ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
    ...(subresource === undefined ? {} : { subresource }),
  });
}

/** @throws KubeError BadRequest when the kind is namespaced and there is no namespace. */
export function requireNamespace(resource: ApiResource, namespace: string | undefined, about: string): void {
  if (!resource.namespaced || (namespace !== undefined && namespace !== "")) return;
  throw new KubeError("BadRequest", {
    what: `${kindName(resource)} is a namespaced kind, and no namespace is given`,
    where: about,
    next: "Set metadata.namespace",
    status: 0,
  });
}

/** @throws KubeError NotFound when the server does not serve the kind. */
export async function servedResource(
  session: Session,
  gvk: GroupVersionKind,
  about: string,
): Promise<ApiResource> {
  const resource = await session.discovery.resource(gvk);
  return resource ?? notServed(gvk, `${about} on ${session.api.server}`);
}

/** @throws KubeError NotFound, always. */
export function notServed(gvk: GroupVersionKind, where: string): never {
  throw new KubeError("NotFound", {
    what: `the server does not serve ${kindName(gvk)} in version ${gvk.version}`,
    where,
    next: "Install its CustomResourceDefinition, or correct apiVersion and kind",
    status: 404,
  });
}

/** An object for messages, whether it has a name yet or not. */
export function describeObject(object: KubeObject): string {
  const { name, generateName, namespace } = object.metadata;
  const ref = { apiVersion: object.apiVersion, kind: object.kind, name: name ?? `${generateName ?? ""}…` };
  return describeRef(namespace === undefined ? ref : { ...ref, namespace });
}

/** A collection for messages: `ConfigMap in shop`. */
export function describeKind(gvk: GroupVersionKind, namespace: string | undefined): string {
  return namespace === undefined ? kindName(gvk) : `${kindName(gvk)} in ${namespace}`;
}
