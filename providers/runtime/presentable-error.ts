import { inspect } from "node:util";
import { Failure } from "../../model/shared/errors.js";
import type { Redactor } from "./redactor.js";

/** What the shim turns into "created, but failed": the engine then records id and properties. */
export class InitialisationError extends Error {
  constructor(
    readonly id: string,
    readonly properties: Record<string, unknown>,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
    this.stack = "";
  }
}

/** What failed, for messages. */
export interface FailedCall {
  readonly kind: string;
  readonly op: string;
  /** The resource's logical name, when it is known. */
  readonly resource: string | undefined;
}

/** Operations whose errors the engine attaches to the stack instead of to the resource. */
const anonymous: ReadonlySet<string> = new Set(["check", "diff"]);

/**
 * Any thrown value as the error the engine shows: always an Error, its text without secrets, and nothing on it
 * that the shim or gRPC would read (`id`, `code`, `metadata`). It names the resource where the engine does not.
 * Only unforeseen errors keep a stack.
 */
export function presentable(thrown: unknown, call: FailedCall, redactor: Redactor): Error {
  if (thrown instanceof InitialisationError) return thrown;
  const message = messageOf(thrown, `${call.kind} ${call.op}`);
  const who = anonymous.has(call.op) && call.resource !== undefined ? `${call.kind} ${call.resource}: ` : "";
  const error = new Error(redactor.clean(`${who}${message}`));
  error.name = thrown instanceof Failure ? thrown.name : "Error";
  // The shim prints `${error}: ${error.stack}`; this way the message is in it once.
  error.toString = () => error.name;
  error.stack =
    thrown instanceof Error && !(thrown instanceof Failure)
      ? redactor.clean(thrown.stack ?? thrown.message)
      : error.message;
  return error;
}

/** An error's own words and those of its causes, as long as these add something. */
export function messageOf(thrown: unknown, where: string): string {
  if (!(thrown instanceof Error)) return `${where}: threw ${inspect(thrown)} instead of an error`;
  if (thrown instanceof Failure) return thrown.message;
  const words = [thrown.message === "" ? thrown.name : thrown.message];
  let cause = thrown.cause;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth++) {
    if (!words.some((word) => word.includes(messageWithin(cause)))) words.push(messageWithin(cause));
    cause = cause.cause;
  }
  return `${where}: ${words.join(": ")}`;
}

function messageWithin(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
