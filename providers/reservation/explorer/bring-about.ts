import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { isReported } from "../../../model/reservation/pipeline/results.js";
import { Failure } from "../../../model/shared/errors.js";
import type { NodeOutputs } from "../../node/definition.js";
import { PartialFailure } from "../../runtime/failure.js";
import { messageOf } from "../../runtime/presentable-error.js";
import { answerOf, hasFailed, isLive } from "./answer.js";
import type { ExplorerAnswer, ExplorerInputs, ExplorerWorkload } from "./definition.js";
import type { Placed } from "./place-order.js";
import type { Site } from "./site.js";
import { waitFor } from "./wait.js";

/**
 * Waits until the node has reported on a workload.
 *
 * @param pulumiId under which the state is to remember it when that takes too long
 * @param kept what the record keeps besides
 * @throws Failure when the node failed; the explorer deletes the workload then, and nothing is left to remember
 * @throws PartialFailure when nothing was heard in time
 */
export async function awaitResult<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  site: Site,
  inputs: I,
  { id, signed }: Placed,
  pulumiId: string,
  kept: Readonly<Record<string, string>> = {},
): Promise<O> {
  const { sort } = definition;
  const where = `${sort} ${id} on ${site.client.where}`;
  const what = `${sort} ${id} is still being deployed on node ${inputs.node ?? ""}`;
  let last: AnyWorkload | undefined;
  let found: AnyWorkload | undefined;
  try {
    found = await waitFor(site, id, {
      what,
      until: (workload) => {
        last = workload ?? last;
        return workload === undefined || isReported(workload.result) || !isLive(workload);
      },
    });
  } catch (error) {
    const answer = withKept(last === undefined ? unseen(id, signed) : answerOf(last, signed), kept);
    throw new PartialFailure(pulumiId, answer, [`${what}: ${messageOf(error, where)}`]);
  }
  if (found !== undefined && hasFailed(found)) {
    throw new Failure({
      what: `the node answers: ${found.result.message}; the explorer deletes the workload`,
      where,
      next: "Correct what the node does not take, then run `pulumi up` again",
    });
  }
  if (found === undefined || !isLive(found) || !definition.is(found)) {
    throw new Failure({
      what: "is being deleted while it was waited for",
      where,
      next: "Run `pulumi up --refresh` to order it again",
    });
  }
  return definition.outputs(withKept(answerOf(found, signed), kept), found, inputs);
}

/** What is known of a workload that could not be looked at yet. */
function unseen(id: string, signed: Placed["signed"]): ExplorerAnswer {
  return { workloadId: `${id}-1`, drift: [], record: { id, ...signed } };
}

function withKept(answer: ExplorerAnswer, kept: Readonly<Record<string, string>>): ExplorerAnswer {
  return { ...answer, record: { ...answer.record, ...kept } };
}
