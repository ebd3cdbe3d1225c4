import { Failure } from "../../../model/shared/errors.js";
import type { Bag } from "./bag.js";

/** A resource that exists but is not as it should be: the engine saves it together with the reasons. */
export class InitFailure extends Failure {
  override readonly name: string = "InitFailure";

  constructor(
    readonly saved: {
      readonly id: string;
      readonly state: Bag;
      /** Only for `read`: the inputs as found. */
      readonly inputs?: Bag;
    },
    /** The engine shows these and not the message. */
    readonly reasons: readonly string[],
  ) {
    super({ what: reasons.join("; ") });
  }
}
