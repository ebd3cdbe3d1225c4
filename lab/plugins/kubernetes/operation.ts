import type { KubernetesClient, KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import type { Bag } from "../rpc/bag.js";
import { InitFailure } from "../rpc/init-failure.js";
import type { About } from "../rpc/provider.js";
import { awaitReadiness } from "./await/readiness.js";
import type { Cluster } from "./cluster.js";
import { idOf, type Checkpoint } from "./object.js";
import { secretCheckpoint } from "./secrets.js";
import type { Settings } from "./settings.js";

/** What every operation of one configured provider works with. */
export interface Session {
  readonly settings: Settings;
  readonly cluster: Cluster;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** The reference of an object under the apiVersion it was written with. */
export function refTo(object: KubeObject, name: string = object.metadata.name ?? ""): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  return metadata.namespace === undefined
    ? { apiVersion, kind, name }
    : { apiVersion, kind, name, namespace: metadata.namespace };
}

/**
 * Waits for a written object and reads it a last time.
 * @param given The inputs with their secrets.
 * @returns The outputs to record.
 * @throws InitFailure with those outputs when the object does not become ready.
 */
export async function settle(
  about: About,
  given: Bag,
  written: Omit<Checkpoint, "fieldManager"> & { readonly fieldManager: string },
  context: { readonly client: KubernetesClient; readonly signal: AbortSignal; readonly timeout: number },
): Promise<Bag> {
  const { client, signal, timeout } = context;
  const { live, inputs } = written;
  const reasons = await awaitReadiness(inputs, live, {
    client,
    signal,
    say: about.say,
    customTimeout: timeout,
  });
  const state = secretCheckpoint({ ...written, live: await latest(client, live) }, given);
  if (reasons.length > 0) throw new InitFailure({ id: idOf(live), state }, reasons);
  return state;
}

// The object exists, so a failing last look must not lose it.
async function latest(client: KubernetesClient, live: KubeObject): Promise<KubeObject> {
  try {
    return (await client.get(refTo(live))) ?? live;
  } catch {
    return live;
  }
}
