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
