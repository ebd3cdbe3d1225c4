import { setTimeout as delay } from "node:timers/promises";
import { isKubeError } from "../../../clients/kubernetes/errors.js";
import { describeRef, gvkOf } from "../../../clients/kubernetes/objects.js";
import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { holdsUnknown, type Bag } from "../rpc/bag.js";
import type { CreateQuestion } from "../rpc/provider.js";
import { isSet } from "./annotations.js";
import { explainingConflicts } from "./conflicts.js";
import { fieldManagerOf } from "./field-manager.js";
import { isPatch } from "./kinds.js";
import { idOf, objectOf } from "./object.js";
import { refTo, settle, type Session } from "./operation.js";
import { secretCheckpoint } from "./secrets.js";
import { without } from "./without.js";

// For a namespace or a definition that is being created at this very moment: 15.5 s in all.
const RETRY_DELAYS_MS = [500, 1000, 2000, 4000, 8000];

/**
 * Creates an object and waits until it is ready. An object that exists already is an error unless the provider is
 * told to take it over (`upsertExistingObjects`); Patch resources always apply to what is there.
 */
export async function createResource(
  question: CreateQuestion,
  session: Session,
): Promise<{ readonly id: string; readonly state: Bag }> {
  if (question.preview) return { id: "", state: await previewCreate(question, session) };
  const { settings, cluster, signal } = session;
  const client = await cluster.client();
  const inputs = objectOf(question.inputs, question.type);
  const fieldManager = fieldManagerOf(inputs, settings.serverSideApply);
  const live = await retrying(signal, (attempt) => {
    if (attempt > 0) question.say.status(`retry ${attempt}: its namespace or kind does not exist yet`);
    return write(client, inputs, { fieldManager, question, session });
  });
  const written = { inputs, live, fieldManager, initialApiVersion: inputs.apiVersion };
  const state = await settle(question, question.inputs, written, {
    client,
    signal,
    timeout: question.timeout,
  });
  return { id: idOf(live), state };
}

/** What the server would make of it; the inputs themselves where it cannot tell. */
async function previewCreate(question: CreateQuestion, { settings, cluster }: Session): Promise<Bag> {
  const given = question.inputs;
  if (holdsUnknown(given) || !settings.serverSideApply) return given;
  const inputs = objectOf(given, question.type);
  if (isPatch(question.type, inputs.kind)) return given;
  const { client } = await cluster.reach();
  if (client === undefined || (await client.resource(gvkOf(inputs))) === undefined) return given;
  const fieldManager = fieldManagerOf(inputs, true);
  try {
    const placed = await inItsScope(client, inputs);
    const tried = await client.create(placed, { dryRun: true, fieldManager, fieldValidation: "Warn" });
    // A program must not take the empty status for the real one.
    const live = without(tried, "status");
    return secretCheckpoint({ inputs, live, fieldManager, initialApiVersion: inputs.apiVersion }, given);
  } catch (error) {
    // Existing: this is a replacement that deletes first. Not found: the namespace is still to be made.
    const isNoVerdict = isKubeError(error, "AlreadyExists", "Forbidden", "NotFound") || lacksDryRun(error);
    if (isNoVerdict) return given;
    throw error;
  }
}

/** Admission webhooks with side effects keep the server from trying. */
function lacksDryRun(error: unknown): boolean {
  return isKubeError(error, "BadRequest") && error.message.includes("does not support dry run");
}

interface Writing {
  readonly fieldManager: string;
  readonly question: CreateQuestion;
  readonly session: Session;
}

async function write(
  client: KubernetesClient,
  inputs: KubeObject,
  { fieldManager, question, session: { settings } }: Writing,
): Promise<KubeObject> {
  const object = await inItsScope(client, inputs);
  if (!settings.serverSideApply) return client.create(object, { fieldManager, fieldValidation: "Warn" });
  const mayExist = settings.upsertExisting || isPatch(question.type, inputs.kind);
  if (!mayExist && (await client.get(refTo(object))) !== undefined) throw exists(object, client);
  const force = settings.patchForce || isSet(inputs, "patchForce");
  return explainingConflicts(fieldManager, () =>
    client.apply(object, { fieldManager, force, fieldValidation: "Warn" }),
  );
}

function exists(object: KubeObject, client: KubernetesClient): Failure {
  return new Failure({
    what: "the object already exists",
    where: `${describeRef(refTo(object))} on ${client.server}`,
    next: "Import it, change it with a Patch resource, or set upsertExistingObjects: true on the provider to take it over",
  });
}

/** Without the namespace that was guessed for a kind which turns out to have none. */
async function inItsScope(client: KubernetesClient, inputs: KubeObject): Promise<KubeObject> {
  const resource = await client.resource(gvkOf(inputs));
  if (resource === undefined || resource.namespaced) return inputs;
  return { ...inputs, metadata: without(inputs.metadata, "namespace") };
}

async function retrying<T>(signal: AbortSignal, attempt: (number: number) => Promise<T>): Promise<T> {
  for (let number = 0; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      const pause = RETRY_DELAYS_MS[number];
      if (!isKubeError(error, "NotFound") || pause === undefined || signal.aborted) throw error;
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}
