import { handlersOf } from "../handlers.js";
import { type Bag, type HostAnswers, ownProperties, textOf } from "../host-calls.js";
import type { AnyKind } from "../kind.js";
import { parseValid } from "../parse-valid.js";
import { engineKeysOf, failed, finished, learnSecrets, requireId, runHandler } from "../run-handler.js";
import type { Session } from "../session.js";

/** Adopts or creates, with a fresh instance token. Also repeats a create whose outcome got lost. */
export async function create(session: Session, kind: AnyKind, news: Bag): Promise<HostAnswers["create"]> {
  learnSecrets(session, kind.secretInputs, news);
  const inputs = parseValid(kind, ownProperties(news));
  const state = {
    urn: textOf(news["__urn"]),
    token: session.environment.newToken(),
    revision: kind.revision ?? 1,
    pending: false,
    digests: {},
    inputs,
    outputs: {},
  };
  const subject = { kind, urn: state.urn, token: state.token, inputs };
  const handlers = await handlersOf(kind);
  try {
    const result = await runHandler(session, subject, "create", (context) =>
      handlers.create(context, inputs),
    );
    const id = requireId(kind, result.id);
    return {
      id,
      outs: finished(session, subject, id, { ...state, outputs: result.outputs }, engineKeysOf(news)),
    };
  } catch (error) {
    throw failed(session, subject, error, state, engineKeysOf(news));
  }
}
