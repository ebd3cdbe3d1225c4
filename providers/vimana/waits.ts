import { setTimeout as delay } from "node:timers/promises";
import type {
  GroupVersionKind,
  KubernetesClient,
  KubeObject,
  ListOptions,
} from "../../clients/kubernetes/types.js";

/** Milliseconds that a wait itself allows, the most that a timer takes: the operation's own time ends it. */
export const AS_LONG_AS_THE_OPERATION = 2 ** 31 - 1;

/** Milliseconds before a collection is listed anew after its watch ended, or while its kind is not served. */
const PAUSE = 1_000;

/**
 * Watches a collection until a condition holds for all of it; an unserved kind is an empty collection.
 *
 * @returns the objects for which it held
 * @throws the signal's reason when that comes first
 */
export async function watchUntil(
  client: Pick<KubernetesClient, "list" | "watch">,
  gvk: GroupVersionKind,
  scope: Pick<ListOptions, "namespace" | "labelSelector">,
  until: (objects: readonly KubeObject[]) => boolean,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  for (;;) {
    signal.throwIfAborted();
    const { items, resourceVersion } = await client.list(gvk, scope);
    const present = new Map(items.map((item) => [item.metadata.name, item]));
    if (until([...present.values()])) return [...present.values()];
    const events = resourceVersion === "" ? [] : client.watch(gvk, { ...scope, resourceVersion, signal });
    for await (const { type, object } of events) {
      if (type === "DELETED") present.delete(object.metadata.name);
      else present.set(object.metadata.name, object);
      if (until([...present.values()])) return [...present.values()];
    }
    await delay(PAUSE, undefined, { signal });
  }
}
