import { Failure } from "../../model/shared/errors.js";
import type { Report } from "../report.js";
import { thisMachine } from "../toolbox/machine.js";
import { Toolbox } from "../toolbox/toolbox.js";
import { describe } from "./describe.js";
import { judge, type Verdict } from "./judge.js";
import type { PartName } from "./parts.js";
import { probe } from "./probe.js";

export type { LeftOut, Verdict } from "./judge.js";
export type { PartName } from "./parts.js";

/**
 * Looks at the machine before anything is started and tells what a start will be like. Takes well under two
 * seconds and changes nothing.
 * @param wanted Which parts of the lab are to run; default all. A stack with clusters of its own wants "engine".
 * @returns What will run and what is left out.
 * @throws Failure when an essential part cannot run; its obstacles have been reported.
 */
export async function preflight(report: Report, wanted?: readonly PartName[]): Promise<Verdict> {
  const machine = thisMachine();
  const facts = await probe(machine, new Toolbox(machine));
  const verdict = judge(facts, wanted);
  for (const line of describe(facts, verdict)) report.line(line);
  if (!verdict.canStart) {
    throw new Failure({
      what: "the lab cannot run on this machine",
      next: "See above for what each part is missing",
    });
  }
  return verdict;
}
