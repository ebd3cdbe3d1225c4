import { z } from "zod";
import { Failure } from "../../model/shared/errors.js";
import type { KindState } from "../runtime/kind.js";
import type { LastState, NodeInputs, NodeOutputs, NodeWorkload } from "./definition.js";
import type { Look } from "./look.js";
import type { WorkloadOutputs } from "./workload-inputs.js";

/** What differs while a workload is being brought about, or when that was cut short. */
export const NOT_FINISHED = "setup: not finished";

/** What was found of one workload in the kind's own form; undefined when the look found nothing of it. */
export function ownOf<I extends NodeInputs, F, O extends NodeOutputs>(
  { sort, found, inspect }: NodeWorkload<I, F, O>,
  look: Look,
  id: string,
): F | undefined {
  if (!look.found.has(id)) return undefined;
  const parsed = found.safeParse(look.found.get(id));
  if (parsed.success) return parsed.data;
  throw new Failure({
    what: `the script ${inspect.name} found of this ${sort} what is not understood: ${z.prettifyError(parsed.error)}`,
    where: id,
    next: "This is a fault of the kind; please report it",
  });
}

/** A recorded workload as the look has found it. */
export function stateAsFound<I extends NodeInputs, F, O extends NodeOutputs>(
  definition: NodeWorkload<I, F, O>,
  look: Look,
  id: string,
  last: LastState<I, O>,
): KindState<I, O> {
  const own = ownOf(definition, look, id);
  if (own === undefined) {
    return {
      inputs: last.inputs,
      outputs: wholeOutputs<O>(last.outputs, id, [`${definition.sort}: missing`]),
    };
  }
  const { inputs, outputs, drift } = definition.asFound(own, last);
  const unfinished = look.records.get(id)?.state === "done" ? [] : [NOT_FINISHED];
  return { inputs, outputs: wholeOutputs<O>(outputs, id, [...drift, ...unfinished]) };
}

/**
 * A kind's own outputs with those of every workload. The compiler does not see that a type without some members, and
 * those members, make the type.
 */
export function wholeOutputs<O extends NodeOutputs>(
  own: Partial<O> | Omit<O, keyof WorkloadOutputs>,
  workloadId: string,
  drift: readonly string[],
): O {
  return { ...own, workloadId, drift } as O;
}
