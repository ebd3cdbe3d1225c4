import { Failure } from "../../model/shared/errors.js";
import type { Bag } from "./host-calls.js";
import type { KindContext } from "./context.js";
import { PartialFailure } from "./failure.js";
import type { AnyKind, KindTimeouts } from "./kind.js";
import { InitialisationError } from "./presentable-error.js";
import type { Session } from "./session.js";
import { sanitise } from "./sanitise.js";
import { type StoredState, writeStored } from "./stored-state.js";
import { timeoutOf } from "./timeouts.js";

/** Which resource an operation is about. */
export interface Subject {
  readonly kind: AnyKind;
  readonly urn: string;
  readonly token: string;
  /** Inputs, for the timeouts. */
  readonly inputs: Bag;
}

/** Runs a handler within its time; its lines have reached the engine when this ends. */
export async function runHandler<T>(
  session: Session,
  subject: Subject,
  operation: "plan" | keyof KindTimeouts,
  work: (context: KindContext) => Promise<T>,
): Promise<T> {
  const reporter = session.reporter(subject.urn);
  try {
    return await session.operations.run(
      {
        name: operation,
        timeoutMs: timeoutOf(subject.kind, operation === "plan" ? "read" : operation, subject.inputs),
        waitingFor: () => reporter.lastStatus(),
      },
      async (signal) => work(await session.context(subject.urn, subject.token, signal, reporter)),
    );
  } finally {
    await reporter.delivered();
  }
}

/** Outputs of a create or update that went well. What cannot be stored is a failure that keeps the rest. */
export function finished(
  session: Session,
  { kind }: Subject,
  id: string,
  state: StoredState,
  engineKeys: Bag,
): Bag {
  learnSecrets(session, kind.secretOutputs, state.outputs);
  const { value, faults } = sanitise(writeStored(kind, state));
  if (faults.length === 0) return value;
  throw new InitialisationError(id, { ...value, __pending: true, ...engineKeys }, [
    `${kind.name} answered with what the state cannot hold: ${faults.join("; ")}`,
    "The object exists and is recorded. This is a fault of the kind; please report it",
  ]);
}

/**
 * A failure of create or update as the engine wants it: with id, everything checked and the engine's own
 * `__provider` when something exists that the state must remember, otherwise the thrown value itself.
 */
export function failed(
  session: Session,
  subject: Subject,
  thrown: unknown,
  state: StoredState,
  engineKeys: Bag,
): unknown {
  if (!(thrown instanceof PartialFailure) || thrown.id === "") return thrown;
  const outputs = { ...state.outputs, ...thrown.outputs };
  learnSecrets(session, subject.kind.secretOutputs, outputs);
  const { value, faults } = sanitise(writeStored(subject.kind, { ...state, outputs, pending: true }));
  return new InitialisationError(
    thrown.id,
    { ...value, ...engineKeys },
    [...thrown.reasons, ...faults].map((reason) => session.redactor.clean(reason)),
  );
}

/** Teaches the redactor the values of some properties. */
export function learnSecrets(session: Session, names: readonly string[] | undefined, values: Bag): void {
  for (const name of names ?? []) session.redactor.learn(values[name]);
}

/** The engine's own key, which an initialisation failure must carry; without it no later call can be made. */
export function engineKeysOf(bag: Bag): Bag {
  return "__provider" in bag ? { __provider: bag["__provider"] } : {};
}

/** @throws Failure unless a handler gave an id. */
export function requireId(kind: AnyKind, id: unknown): string {
  if (typeof id === "string" && id !== "") return id;
  throw new Failure({
    what: `${kind.name} created something and answered without an id`,
    next: "This is a fault of the kind; please report it",
  });
}
