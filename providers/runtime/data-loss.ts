import { Failure } from "../../model/shared/errors.js";

/** The refusal of a change that destroys data. */
export function dataLossRefused(fields: readonly string[]): Failure {
  return new Failure({
    what: `changing ${fields.join(", ")} destroys the data of this resource`,
    next: "Set `allowDataLoss: true` on it for this one change, or take the change back",
  });
}
