import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../../model/shared/errors.js";
import { KubeError } from "./errors.js";
import { describeRef, gvkOf } from "./objects.js";
import type { KubernetesClient, KubeObject, ObjectRef, WaitOptions } from "./types.js";
import { isPassing } from "./watch-loop.js";

/** Milliseconds before a wait looks again after its watch ended or failed, or while the kind is not served. */
const PAUSE_MS = 1000;
/** Lists that may fail in a row, each of them with its own retries: about a minute, enough for a restart. */
const PATIENCE = 10;

/**
 * Waits, by listing one object and watching it from there, until the predicate holds. What the predicate throws
 * ends the wait and is thrown.
 * @throws KubeError Timeout that says what was last seen, or the reason of an aborted signal.
 */
export async function waitForObject(
  client: Pick<KubernetesClient, "list" | "watch" | "server">,
  ref: ObjectRef,
  until: (object: KubeObject | undefined) => boolean,
  options: WaitOptions,
): Promise<KubeObject | undefined> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  let latest: KubeObject | undefined;
  const holds = (object: KubeObject | undefined): boolean => {
    latest = object;
    if (until(object)) return true;
    options.onProgress?.(object);
    return false;
  };

  for (let failures = 0; !signal.aborted;) {
    try {
      if (await observe(client, ref, signal, holds)) return latest;
      failures = 0;
    } catch (error) {
      if (!isPassing(error) || ++failures >= PATIENCE) throw error;
    }
    await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
  throw stopped(client.server, ref, options, latest);
}

/** True when the predicate held; false when the watch ended before, or nothing of the kind can be watched yet. */
async function observe(
  client: Pick<KubernetesClient, "list" | "watch">,
  ref: ObjectRef,
  signal: AbortSignal,
  holds: (object: KubeObject | undefined) => boolean,
): Promise<boolean> {
  const gvk = gvkOf(ref);
  const scope = {
    fieldSelector: `metadata.name=${ref.name}`,
    ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
  };
  const { items, resourceVersion } = await client.list(gvk, scope);
  if (holds(items[0])) return true;
  // Discovery cannot be watched: a kind that is not served yet is asked for again.
  if (resourceVersion === "") return false;
  for await (const event of client.watch(gvk, { ...scope, resourceVersion, signal })) {
    if (holds(event.type === "DELETED" ? undefined : event.object)) return true;
  }
  return false;
}

function stopped(
  server: string,
  ref: ObjectRef,
  options: WaitOptions,
  latest: KubeObject | undefined,
): Error {
  const reason: unknown = options.signal?.reason;
  if (reason instanceof Failure) return reason;
  const seen = options.describe?.(latest) ?? (latest === undefined ? "it does not exist" : "it exists");
  const aborted = options.signal?.aborted === true;
  return new KubeError("Timeout", {
    what: aborted
      ? `stopped waiting: ${seen}`
      : `not as expected after ${Math.round(options.timeoutMs / 100) / 10} s: ${seen}`,
    where: `${describeRef(ref)} on ${server}`,
    next: aborted
      ? "Run the command again to continue"
      : "Look at the object's status and events, or allow more time",
    status: 0,
    ...(reason === undefined ? {} : { cause: reason }),
  });
}
