import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import type { DeleteQuestion } from "../rpc/provider.js";
import { annotation, isSet, timeoutSeconds } from "./annotations.js";
import { groupKind, isPatch } from "./kinds.js";
import { parseCheckpoint, parseId } from "./object.js";
import { refTo, type Session } from "./operation.js";
import { relinquish } from "./relinquish.js";

const USUAL_SECONDS = 300;
// These run pods, which take their time to end.
const LONG: Readonly<Record<string, number>> = {
  "apps/Deployment": 600,
  "apps/StatefulSet": 600,
  "apps/DaemonSet": 600,
};

// Kinds whose deletion is not awaited when `pulumi.com/skipAwait` is set, as the official provider keeps it.
const MAY_SKIP_AWAIT: ReadonlySet<string> = new Set([
  "/Namespace",
  "/Pod",
  "/ReplicationController",
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/StatefulSet",
  "batch/Job",
]);

const PROPAGATION = { orphan: "Orphan", background: "Background" } as const;

/**
 * Deletes an object together with what it owns, and waits until it is gone. What does not exist (any more), or
 * whose kind does not, is deleted. A Patch resource gives up its fields instead.
 */
export async function deleteResource(question: DeleteQuestion, session: Session): Promise<void> {
  const { settings, cluster } = session;
  const { type, say } = question;
  const { client, unreachable } = await cluster.reach();
  if (client === undefined) {
    say.warn(`configured Kubernetes cluster is unreachable: ${unreachable}`);
    if (settings.deleteUnreachable) return;
    throw new Failure({
      what: "cannot delete the resource: its cluster does not answer",
      next: "If the cluster is gone for good, run again with PULUMI_K8S_DELETE_UNREACHABLE=true to forget its resources",
    });
  }
  const { live, inputs, fieldManager } = parseCheckpoint(question.state, type);
  const { name } = parseId(question.id);
  if (isPatch(type, inputs.kind)) {
    await giveUp(client, live, fieldManager);
    return;
  }
  const ref = refTo(live, name);
  const policy = annotation(inputs, "deletionPropagation")?.toLowerCase();
  const propagation = policy === "orphan" || policy === "background" ? PROPAGATION[policy] : "Foreground";
  try {
    if (!(await client.delete(ref, { propagation }))) return;
  } catch (error) {
    // Namespaces such as `default` may not be deleted: what we have set there goes, they stay.
    if (!isKubeError(error, "Forbidden") || ref.kind !== "Namespace") throw error;
    await giveUp(client, live, fieldManager);
    return;
  }
  if (isSet(inputs, "skipAwait") && MAY_SKIP_AWAIT.has(groupKind(inputs))) return;
  await awaitGone(client, live, name, question, session.signal);
}

async function giveUp(
  client: KubernetesClient,
  live: KubeObject,
  fieldManager: string | undefined,
): Promise<void> {
  if (fieldManager === undefined || (await client.get(refTo(live))) === undefined) return;
  await relinquish(client, live, fieldManager);
}

async function awaitGone(
  client: KubernetesClient,
  live: KubeObject,
  name: string,
  question: DeleteQuestion,
  signal: AbortSignal,
): Promise<void> {
  const { inputs } = parseCheckpoint(question.state, question.type);
  const seconds = timeoutSeconds(inputs, question.timeout, LONG[groupKind(inputs)] ?? USUAL_SECONDS);
  const { uid } = live.metadata;
  // A new object of the same name is not the one that we wait for.
  const isGone = (object: KubeObject | undefined): boolean =>
    object === undefined || (uid !== undefined && object.metadata.uid !== uid);
  await client.waitFor(refTo(live, name), isGone, {
    timeoutMs: seconds * 1000,
    signal,
    describe: (object) => `it still exists${holders(object)}`,
    onProgress: (object) => {
      question.say.status(`waiting for the deletion${holders(object)}`);
    },
  });
}

function holders(object: KubeObject | undefined): string {
  const finalizers = object?.metadata.finalizers ?? [];
  return finalizers.length === 0 ? "" : `, held by the finalizers ${finalizers.join(", ")}`;
}
