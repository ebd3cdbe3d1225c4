import { isKubeError } from "../../../clients/kubernetes/errors.js";
import { describeRef, gvkOf } from "../../../clients/kubernetes/objects.js";
import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import { holdsUnknown, type Bag } from "../rpc/bag.js";
import type { UpdateQuestion } from "../rpc/provider.js";
import { isSet } from "./annotations.js";
import { explainingConflicts } from "./conflicts.js";
import { fieldManagerOf } from "./field-manager.js";
import { leavingIgnored } from "./ignore-changes.js";
import { isDefinition, isPatch } from "./kinds.js";
import { objectOf, parseCheckpoint, type Checkpoint } from "./object.js";
import { refTo, settle, type Session } from "./operation.js";
import { relinquish } from "./relinquish.js";
import { secretCheckpoint } from "./secrets.js";
import { ownsByUpdate, takeOver } from "./take-over.js";
import { without } from "./without.js";

/** Changes an object in place and waits until it is ready again. */
export async function updateResource(question: UpdateQuestion, session: Session): Promise<Bag> {
  const { settings, cluster, signal } = session;
  const { preview, news, type } = question;
  const recorded = parseCheckpoint(question.olds, type);
  if (preview && holdsUnknown(news)) return news;
  const client = preview ? (await cluster.reach()).client : await cluster.client();
  const inputs = objectOf(news, type);
  if (client === undefined || (preview && (await client.resource(gvkOf(inputs))) === undefined)) return news;

  const fieldManager = fieldManagerOf(inputs, settings.serverSideApply, recorded.fieldManager);
  let live: KubeObject;
  try {
    live = await write(client, recorded, inputs, { fieldManager, question, session });
  } catch (error) {
    if (preview && isKubeError(error, "Forbidden")) return news;
    throw error;
  }
  const written = { inputs, live, fieldManager, initialApiVersion: recorded.initialApiVersion };
  if (preview) return secretCheckpoint(written, news);
  if (
    recorded.fieldManager !== undefined &&
    recorded.fieldManager !== fieldManager &&
    settings.serverSideApply
  ) {
    await relinquish(client, live, recorded.fieldManager);
  }
  return settle(question, news, written, { client, signal, timeout: question.timeout });
}

interface Writing {
  readonly fieldManager: string;
  readonly question: UpdateQuestion;
  readonly session: Session;
}

async function write(
  client: KubernetesClient,
  recorded: Checkpoint,
  inputs: KubeObject,
  { fieldManager, question, session: { settings } }: Writing,
): Promise<KubeObject> {
  const name = recorded.live.metadata.name ?? inputs.metadata.name ?? "";
  const object = inRecordedScope(inputs, recorded.live, name);
  const live = await client.get(refTo(object));
  if (live === undefined) throw gone(object, client);
  const options = { fieldManager, dryRun: question.preview, fieldValidation: "Warn" } as const;
  if (isDefinition(object)) {
    // As `kubectl replace` does: fields of a schema that are no longer given must go, whoever has set them.
    const metadata = { ...object.metadata, resourceVersion: live.metadata.resourceVersion ?? "" };
    return client.replace({ ...object, metadata }, options);
  }
  if (!settings.serverSideApply) {
    return client.patch(refTo(object), mergePatch(recorded.inputs, object), { ...options, type: "merge" });
  }
  const adopts = !question.preview && !isPatch(question.type, inputs.kind);
  const current = adopts ? await takeOver(client, live, fieldManager) : live;
  const force =
    settings.patchForce || isSet(inputs, "patchForce") || (question.preview && ownsByUpdate(live));
  const wanted = leavingIgnored(object, current, fieldManager, question.ignoreChanges);
  return explainingConflicts(fieldManager, () => client.apply(wanted, { ...options, force }));
}

/** With the name and the namespace that the object really has. */
function inRecordedScope(inputs: KubeObject, live: KubeObject, name: string): KubeObject {
  const metadata = without(inputs.metadata, "namespace");
  const { namespace } = live.metadata;
  return { ...inputs, metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) } };
}

function gone(object: KubeObject, client: KubernetesClient): Failure {
  return new Failure({
    what: "cannot update: the object no longer exists",
    where: `${describeRef(refTo(object))} on ${client.server}`,
    next: "Run `pulumi refresh`, then update again",
  });
}

/** RFC 7386: what leads from one value to another. */
function mergePatch(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(before)) if (after[key] === undefined) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    patch[key] = isObject(value) && isObject(old) ? mergePatch(old, value) : value;
  }
  return patch;
}
