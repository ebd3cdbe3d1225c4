import { Failure } from "../../model/shared/errors.js";
import { PartialFailure } from "./failure.js";

/** One bounded piece of work. */
export interface Operation {
  /** For messages: `create`, `read`, … */
  readonly name: string;
  readonly timeoutMs: number;
  /** What the work waits for at this moment, if it said so. */
  waitingFor(): string | undefined;
}

/** Milliseconds that aborted work has to stop by itself before its caller is answered without it. */
const UNWIND = 4_000;

/** The operations that run in this process, each with its own reason to stop. */
export class Operations {
  readonly #running = new Set<AbortController>();
  #unanswered = 0;
  #whenIdle: (() => void)[] = [];

  get count(): number {
    return this.#running.size;
  }

  /** Tells every running operation to stop, and why. */
  abortAll(reason: Failure): void {
    for (const controller of this.#running) controller.abort(reason);
  }

  /** Calls back as soon as nothing runs and everything is answered. */
  whenIdle(callback: () => void): void {
    this.#whenIdle.push(callback);
    this.#tellIdle();
  }

  /** Answers one call; until then nothing counts as idle, since lines are still sent after the work has ended. */
  async answer<T>(call: () => Promise<T>): Promise<T> {
    this.#unanswered += 1;
    try {
      return await call();
    } finally {
      this.#unanswered -= 1;
      this.#tellIdle();
    }
  }

  /**
   * Runs work until it ends, its time is over, or {@link abortAll}. Work that was told to stop and throws is
   * reported with the reason why it was told.
   */
  async run<T>(operation: Operation, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.add(controller);
    const timer = setTimeout(() => {
      controller.abort(timeUp(operation));
    }, operation.timeoutMs);
    let unwind: NodeJS.Timeout | undefined;
    const overdue = new Promise<never>((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        unwind = setTimeout(() => {
          reject(reasonOf(signal));
        }, UNWIND);
      });
    });
    try {
      return await Promise.race([work(signal), overdue]);
    } catch (error) {
      throw signal.aborted ? withReason(error, reasonOf(signal)) : error;
    } finally {
      clearTimeout(timer);
      clearTimeout(unwind);
      this.#running.delete(controller);
      this.#tellIdle();
    }
  }

  #tellIdle(): void {
    if (this.#running.size > 0 || this.#unanswered > 0) return;
    const idle = this.#whenIdle;
    this.#whenIdle = [];
    for (const callback of idle) callback();
  }
}

function timeUp(operation: Operation): Failure {
  const waiting = operation.waitingFor();
  const detail = waiting === undefined ? "" : `; it was at: ${waiting}`;
  return new Failure({
    what: `${operation.name} did not finish within ${operation.timeoutMs / 1000} s${detail}`,
    next: "What was done is kept: run `pulumi up` again to continue, with longer `timeouts` if it needs them",
  });
}

function reasonOf(signal: AbortSignal): Failure {
  const reason: unknown = signal.reason;
  return reason instanceof Failure ? reason : new Failure({ what: String(reason) });
}

function withReason(error: unknown, reason: Failure): Error {
  if (error instanceof PartialFailure) {
    if (error.reasons.includes(reason.message)) return error;
    return new PartialFailure(error.id, error.outputs, [...error.reasons, reason.message]);
  }
  if (error === reason || !(error instanceof Failure)) return reason;
  return new Failure({ what: `${reason.message} (${error.message})`, cause: error });
}
