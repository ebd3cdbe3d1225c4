import { isKubeError } from "../../../../clients/kubernetes/errors.js";
import { refOf } from "../../../../clients/kubernetes/objects.js";
import type { KubernetesClient, KubeObject } from "../../../../clients/kubernetes/types.js";
import { Failure } from "../../../../model/shared/errors.js";
import type { Speaker } from "../../rpc/engine-log.js";
import { timeoutSeconds } from "../annotations.js";
import { podTroubles } from "./pod-troubles.js";
import { readinessRule } from "./rules.js";
import type { ReadinessRule, Related, Verdict } from "./verdict.js";

/** What a wait works with. */
export interface Waiting {
  readonly client: KubernetesClient;
  readonly say: Speaker;
  /** Ends the wait when the user interrupts. */
  readonly signal: AbortSignal;
  /** Seconds of the resource's custom timeout; 0 when it has none. */
  readonly customTimeout: number;
}

/**
 * Waits until an object is ready.
 * @returns Why it is not, one reason a line; empty when it is.
 */
export async function awaitReadiness(
  inputs: KubeObject,
  live: KubeObject,
  waiting: Waiting,
): Promise<string[]> {
  const rule = readinessRule(inputs);
  if (rule === undefined || (await rule.exempt?.(live, waiting.client))) return [];
  const seconds = timeoutSeconds(inputs, waiting.customTimeout, rule.usualSeconds);
  const deadline = Date.now() + seconds * 1000;
  let shown = "";
  const note = (verdict: Verdict): boolean => {
    if (verdict.is === "failed") throw new NotReady(verdict.because);
    if (verdict.is === "waiting") {
      shown = verdict.for;
      waiting.say.status(`waiting: ${verdict.for}`);
    }
    return verdict.is === "ready";
  };
  try {
    const object = await awaitObject(rule, live, waiting, { deadline, note });
    const related = object === undefined ? undefined : rule.related?.(object);
    if (related !== undefined) await awaitRelated(related, live, waiting, { deadline, note });
    return [];
  } catch (error) {
    const what = waiting.signal.aborted
      ? `interrupted while waiting: ${shown}`
      : reasonOf(error, shown, seconds);
    if (what === undefined) throw error;
    return [what, ...(await troubles(rule, live, waiting.client))];
  }
}

/** Looks once. @returns Why the object is not ready; empty when it is. */
export async function readinessNow(
  inputs: KubeObject,
  live: KubeObject,
  client: KubernetesClient,
): Promise<string[]> {
  const rule = readinessRule(inputs);
  if (rule === undefined || (await rule.exempt?.(live, client))) return [];
  const verdict = rule.judge(live);
  if (verdict.is === "waiting") return [verdict.for];
  if (verdict.is === "failed") return [verdict.because];
  const related = rule.related?.(live);
  if (related === undefined) return [];
  const { items } = await client.list(related.gvk, scopeOf(related, live));
  const second = related.judge(items);
  return second.is === "waiting" ? [second.for] : [];
}

class NotReady extends Failure {
  constructor(what: string) {
    super({ what });
  }
}

interface Watching {
  readonly deadline: number;
  /** Shows a verdict; true when it is "ready", throws when it is "failed". */
  readonly note: (verdict: Verdict) => boolean;
}

async function awaitObject(
  rule: ReadinessRule,
  live: KubeObject,
  { client, signal }: Waiting,
  { deadline, note }: Watching,
): Promise<KubeObject | undefined> {
  const until = (object: KubeObject | undefined): boolean => {
    if (object !== undefined) return note(rule.judge(object));
    if (rule.mayVanish?.(live) === true) return true;
    throw new NotReady("the object was deleted while it was being awaited");
  };
  return client.waitFor(refOf(live), until, { timeoutMs: Math.max(1, deadline - Date.now()), signal });
}

async function awaitRelated(
  related: Related,
  live: KubeObject,
  { client, signal }: Waiting,
  { deadline, note }: Watching,
): Promise<void> {
  const scope = scopeOf(related, live);
  const timeout = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
  const both = AbortSignal.any([signal, timeout]);
  const isOver = (): boolean => both.aborted;
  while (!isOver()) {
    const { items, resourceVersion } = await client.list(related.gvk, scope);
    const known = new Map(items.map((item) => [item.metadata.uid, item]));
    if (note(related.judge([...known.values()]))) return;
    try {
      for await (const event of client.watch(related.gvk, { ...scope, resourceVersion, signal: both })) {
        if (event.type === "DELETED") known.delete(event.object.metadata.uid);
        else known.set(event.object.metadata.uid, event.object);
        if (note(related.judge([...known.values()]))) return;
      }
    } catch (error) {
      if (!isOver()) throw error;
    }
  }
  throw new TimedOut();
}

class TimedOut extends Error {}

function scopeOf(related: Related, live: KubeObject): { labelSelector: string; namespace?: string } {
  const { namespace } = live.metadata;
  return { labelSelector: related.labelSelector, ...(namespace === undefined ? {} : { namespace }) };
}

/** What to say about the end of a wait; undefined when it did not end but broke. */
function reasonOf(error: unknown, shown: string, seconds: number): string | undefined {
  if (error instanceof NotReady) return error.what;
  const isOver = error instanceof TimedOut || isKubeError(error, "Timeout");
  return isOver ? `not ready after ${seconds} s: ${shown}` : undefined;
}

async function troubles(rule: ReadinessRule, live: KubeObject, client: KubernetesClient): Promise<string[]> {
  const selector = rule.pods?.(live);
  const { namespace } = live.metadata;
  if (selector === undefined || namespace === undefined) return [];
  try {
    const pods = await client.list(
      { group: "", version: "v1", kind: "Pod" },
      { namespace, labelSelector: selector },
    );
    return pods.items.flatMap(podTroubles);
  } catch {
    // Only an explanation: the wait's own reason stands without it.
    return [];
  }
}
