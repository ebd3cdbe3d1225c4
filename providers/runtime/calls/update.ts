import { compare } from "../compare.js";
import { dataLossRefused } from "../data-loss.js";
import { handlersOf } from "../handlers.js";
import { type Bag, type HostAnswers, ownProperties, textOf } from "../host-calls.js";
import type { AnyKind } from "../kind.js";
import { parseValid } from "../parse-valid.js";
import { engineKeysOf, failed, finished, learnSecrets, runHandler } from "../run-handler.js";
import type { Session } from "../session.js";
import { readStored, writeStored } from "../stored-state.js";

/**
 * Changes the object. When all that differs is kept in the state alone (`localOnly` fields, the URN after an
 * aliased rename), no handler is called, so that it works although the target is dead.
 */
export async function update(
  session: Session,
  kind: AnyKind,
  id: string,
  olds: Bag,
  news: Bag,
): Promise<HostAnswers["update"]> {
  learnSecrets(session, kind.secretInputs, news);
  const stored = readStored(kind, olds);
  const inputs = parseValid(kind, ownProperties(news));
  const urn = textOf(news["__urn"]);
  const comparison = compare(kind, stored, { inputs, unknown: [], problems: [] }, urn);
  if (comparison.dataLoss.length > 0) throw dataLossRefused(comparison.dataLoss);

  const state = { ...stored, urn, inputs, revision: kind.revision ?? 1, pending: false };
  if (comparison.localOnly && !session.plans.isPlanned(urn)) return { outs: writeStored(kind, state) };

  const subject = { kind, urn, token: stored.token, inputs };
  const handlers = await handlersOf(kind);
  try {
    const old = { inputs: stored.inputs, outputs: stored.outputs };
    const result = await runHandler(session, subject, "update", (context) =>
      handlers.update(context, id, old, inputs),
    );
    return {
      outs: finished(session, subject, id, { ...state, outputs: result.outputs }, engineKeysOf(news)),
    };
  } catch (error) {
    throw failed(session, subject, error, state, engineKeysOf(news));
  }
}
