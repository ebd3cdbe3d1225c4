import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { GroupVersionKind, ListResult } from "../../../clients/kubernetes/types.js";
import { type KubeObject, objectKey, type ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { OWNER_LABEL } from "../../../model/shared/ownership.js";
import { holderOf } from "./marks.js";
import { inParallel } from "./pool.js";
import type { Workspace } from "./workspace.js";

/** A kind whose objects of this workspace are listed. */
export interface ListedKind extends GroupVersionKind {
  /** Whether labels and annotations are all that is needed. */
  readonly metadataOnly: boolean;
}

/** A list that was made, from which a watch may go on. */
export interface ListedScope {
  readonly gvk: GroupVersionKind;
  /** Undefined: the whole cluster. */
  readonly namespace: string | undefined;
  readonly resourceVersion: string;
}

/** The objects that bear the marks of the workspace. */
export interface LiveObjects {
  readonly objects: ReadonlyMap<ObjectKey, KubeObject>;
  readonly scopes: readonly ListedScope[];
}

/** The selector by which a server finds what bears the workspace's label. */
export function ownedSelector({ marks }: Workspace): string {
  return `${OWNER_LABEL}=${marks.hash}`;
}

/**
 * Lists what bears the workspace's marks, one request a kind; namespace by namespace where the credential may not
 * list the whole cluster.
 *
 * @param namespaces where objects of the workspace may be
 */
export async function listLive(
  workspace: Workspace,
  kinds: readonly ListedKind[],
  namespaces: readonly string[],
): Promise<LiveObjects> {
  const lists = await inParallel(kinds, (kind) => listKind(workspace, kind, namespaces));
  const objects = new Map<ObjectKey, KubeObject>();
  for (const { items } of lists.flat()) {
    for (const item of items) {
      const key = objectKey(item);
      if (holderOf(item, key, workspace.marks).kind === "ours") objects.set(key, item);
    }
  }
  return { objects, scopes: lists.flat() };
}

async function listKind(
  workspace: Workspace,
  kind: ListedKind,
  namespaces: readonly string[],
): Promise<(ListedScope & { readonly items: readonly KubeObject[] })[]> {
  const gvk = { group: kind.group, version: kind.version, kind: kind.kind };
  const options = { labelSelector: ownedSelector(workspace), metadataOnly: kind.metadataOnly };
  const listed = (namespace: string | undefined, { items, resourceVersion }: ListResult) => ({
    gvk,
    namespace,
    items,
    resourceVersion,
  });
  try {
    return [listed(undefined, await workspace.client.list(gvk, options))];
  } catch (error) {
    if (!isKubeError(error, "Forbidden") || namespaces.length === 0) throw error;
    const resource = await workspace.client.resource(gvk);
    if (resource?.namespaced !== true) throw error;
    return inParallel(namespaces, async (namespace) =>
      listed(namespace, await workspace.client.list(gvk, { ...options, namespace })),
    );
  }
}
