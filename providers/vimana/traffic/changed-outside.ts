import { Failure } from "../../../model/shared/errors.js";
import type { RolloutRecord } from "../../../model/vimana/rollout/record.js";
import { describeWeights } from "../../../model/vimana/rollout/shares.js";
import { otherOwners } from "./field-owners.js";
import type { Found } from "./look.js";
import type { Server } from "./server.js";

/** Somebody else has changed the weights since the rollout last wrote them; they are left as they are. */
export function changedOutside(
  { where }: Pick<Server, "where">,
  found: Found | undefined,
  record: RolloutRecord,
): Failure {
  const [who = "somebody"] = found?.live === undefined ? [] : otherOwners(found.live, found.carrier.field);
  return new Failure({
    what:
      `${who} has changed the weights since step ${record.step + 1} of ${record.steps} of the rollout to ${record.to}, ` +
      `from ${describeWeights(record.weights)} to ${describeWeights(found?.weights ?? {})}; they are left like that`,
    where,
    next:
      `Put them back to continue, set rollout.abort to go back to ${describeWeights(record.from)}, or give ` +
      "rollout.retry a new value to start again from what is there",
  });
}
