import { Failure } from "../../model/shared/errors.js";
import type { Engine } from "./engine.js";
import type { Operations } from "./running-operations.js";

/**
 * Milliseconds after the first SIGINT until running operations are told to stop. The engine kills the process
 * five seconds after its SIGINT, and stopping cleanly needs the rest of them.
 */
const FINISH = 3_000;
/** Milliseconds after which the process ends although operations still run. */
const PERSIST = 4_800;

/** What of a process is needed, so that tests can stand in. */
export interface ProcessLike {
  on(event: "SIGINT", listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * Makes a process end well. SIGINT ends every normal run, too, so without running operations it ends the process
 * at once. With some, they may finish for three seconds and are then told to stop; a second SIGINT tells them
 * immediately. The process ends with its last operation, at the latest when the engine would kill it.
 */
export function endOnInterrupt(host: ProcessLike, operations: Operations): void {
  let interrupts = 0;
  const stop = (): void => {
    operations.abortAll(
      new Failure({
        what: "interrupted",
        next: "What was done is kept: run `pulumi up` again to continue",
      }),
    );
  };
  host.on("SIGINT", () => {
    interrupts += 1;
    if (interrupts > 1) stop();
    if (interrupts !== 1) return;
    const timers = [
      setTimeout(stop, FINISH),
      setTimeout(() => {
        host.exit(130);
      }, PERSIST),
    ];
    operations.whenIdle(() => {
      timers.forEach(clearTimeout);
      answered(() => {
        host.exit(130);
      });
    });
  });
}

/** Stops operations when the engine is gone: nobody would record what they do. Then ends the process. */
export function stopWithoutEngine(host: ProcessLike, operations: Operations, engine: Engine): void {
  engine.onLost(() => {
    operations.abortAll(
      new Failure({
        what: "the pulumi command that asked for this is gone",
        next: "Run `pulumi cancel`, `pulumi refresh --clear-pending-creates`, then `pulumi up` again to continue",
      }),
    );
    operations.whenIdle(() => {
      host.exit(1);
    });
  });
}

/** Lets the answer of the operation that just ended leave the process first. */
function answered(then: () => void): void {
  setTimeout(then, 50);
}
