import type { KubeMetadata, KubeObject } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { InitFailure } from "../rpc/init-failure.js";
import type { ReadAnswer, ReadQuestion } from "../rpc/provider.js";
import { readinessNow } from "./await/readiness.js";
import { fieldManagerOf } from "./field-manager.js";
import { objectOf, parseCheckpoint, parseId } from "./object.js";
import { refTo, type Session } from "./operation.js";
import { pruneLive } from "./prune.js";
import { markSecrets, secretCheckpoint } from "./secrets.js";
import { without } from "./without.js";

/**
 * Reads an object as it is now. Its inputs are the live values of the fields that were given, so that drift shows
 * there and nowhere else; without recorded inputs (an import) they are all that a user could have given.
 */
export async function readResource(
  question: ReadQuestion,
  { settings, cluster }: Session,
): Promise<ReadAnswer> {
  const { id, type, state, say } = question;
  const { client, unreachable } = await cluster.reach();
  if (client === undefined) {
    say.warn(`configured Kubernetes cluster is unreachable: ${unreachable}`);
    if (settings.deleteUnreachable) return undefined;
    if (settings.skipUpdateUnreachable) return { id, state, inputs: question.inputs };
    throw new Failure({
      what: "cannot read the resource: its cluster does not answer",
      next: "If the cluster is gone for good, run again with PULUMI_K8S_DELETE_UNREACHABLE=true to forget its resources",
    });
  }

  const recorded = parseCheckpoint(state, type);
  const isImport = Object.keys(question.inputs).length === 0;
  const given = isImport ? undefined : objectOf(question.inputs, type);
  const { namespace, name } = parseId(id);
  const typed = given ?? recorded.live;
  const place = namespace === undefined ? { name } : { name, namespace };
  const live = await client.get(refTo({ apiVersion: typed.apiVersion, kind: typed.kind, metadata: place }));
  if (live === undefined) return undefined;

  const inputs = given === undefined ? importedInputs(live) : pruneLive(live, given);
  const fieldManager = fieldManagerOf(inputs, settings.serverSideApply, recorded.fieldManager);
  const checkpoint = { inputs, live, fieldManager, initialApiVersion: recorded.initialApiVersion };
  const answer = {
    id,
    state: secretCheckpoint(checkpoint, question.inputs),
    inputs: markSecrets(inputs, question.inputs),
  };
  const reasons = given === undefined ? [] : await readinessNow(given, live, client);
  if (reasons.length > 0) throw new InitFailure(answer, reasons);
  return answer;
}

function importedInputs(live: KubeObject): KubeObject {
  const { name, namespace, labels, annotations } = live.metadata;
  const metadata: KubeMetadata = {
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return { ...without(live, "status"), metadata };
}
