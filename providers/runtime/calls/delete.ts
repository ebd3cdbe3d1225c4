import { Failure } from "../../../model/shared/errors.js";
import { handlersOf } from "../handlers.js";
import type { Bag, HostAnswers } from "../host-calls.js";
import type { AnyKind } from "../kind.js";
import { messageOf } from "../presentable-error.js";
import { credentialRefused, reachability } from "../reachability.js";
import { learnSecrets, runHandler } from "../run-handler.js";
import type { Session } from "../session.js";
import { readStored } from "../stored-state.js";

/**
 * Removes what bears the recorded instance token. When the target does not answer, a kind that has the input
 * `onUnreachable` may be told to abandon the object.
 */
export async function remove(
  session: Session,
  kind: AnyKind,
  id: string,
  props: Bag,
): Promise<HostAnswers["delete"]> {
  const stored = readStored(kind, props);
  learnSecrets(session, kind.secretOutputs, stored.outputs);
  const handlers = await handlersOf(kind);
  try {
    await runHandler(session, { kind, ...stored }, "delete", (context) =>
      handlers.delete(context, id, { inputs: stored.inputs, outputs: stored.outputs }),
    );
  } catch (error) {
    await onFailure(session, kind, id, stored, error);
  }
}

async function onFailure(
  session: Session,
  kind: AnyKind,
  id: string,
  stored: { readonly urn: string; readonly inputs: Bag },
  error: unknown,
): Promise<void> {
  const message = messageOf(error, kind.name);
  const reached = reachability(error);
  if (reached === "unauthenticated") throw credentialRefused(message, error);
  if (reached === "other" || !("onUnreachable" in kind.inputs.shape)) throw error;
  if (stored.inputs["onUnreachable"] === "abandon") {
    const reporter = session.reporter(stored.urn);
    reporter.warn(`${message}; ${id} is abandoned and may still exist (onUnreachable: abandon)`);
    await reporter.delivered();
    return;
  }
  throw new Failure({
    what: message,
    next:
      "Bring the target back, or set `onUnreachable: abandon` on the resource and run `pulumi up` " +
      "(it needs no answer from the target), then delete again",
    cause: error,
  });
}
