import { Failure } from "../../model/shared/errors.js";
import { formatProblem } from "../../model/shared/problem.js";
import type { Bag } from "./host-calls.js";
import type { AnyKind } from "./kind.js";
import { parseInputs } from "./parse-inputs.js";

/**
 * Inputs that check accepted before, parsed again, since the release that checked them may not be this one.
 *
 * @throws Failure that names every fault
 */
export function parseValid(kind: AnyKind, raw: Bag): Bag {
  const { inputs, problems } = parseInputs(kind, raw);
  const errors = problems.filter((problem) => problem.severity !== "warning");
  if (errors.length === 0) return inputs;
  throw new Failure({
    what: errors.map(formatProblem).join("; "),
    where: kind.name,
    next: "Correct the inputs and run `pulumi up` again",
  });
}
