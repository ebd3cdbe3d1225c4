import { Failure } from "../../model/shared/errors.js";

/**
 * Thrown by create and update when something exists that the state must remember: the engine saves id and
 * outputs, shows the reasons, and the next update continues.
 */
export class PartialFailure extends Failure {
  override readonly name: string = "PartialFailure";

  constructor(
    readonly id: string,
    readonly outputs: Record<string, unknown>,
    readonly reasons: readonly string[],
  ) {
    super({ what: reasons.join("; ") });
  }
}

/**
 * Thrown by a handler or a target that got no answer. Read then keeps the last known state, and delete follows
 * `onUnreachable`. Client errors with the same `reason` count alike.
 */
export class Unreachable extends Failure {
  override readonly name: string = "Unreachable";
  readonly reason = "Unreachable";
}

/** Thrown when a target refused the credential: never taken for an unreachable target. */
export class Unauthorized extends Failure {
  override readonly name: string = "Unauthorized";
  readonly reason = "Unauthorized";
}
