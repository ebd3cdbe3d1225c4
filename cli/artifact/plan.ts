import { Command } from "commander";
import { numbersToDeploy } from "../../model/artifact/plan/numbers.js";
import { planPool } from "../../model/artifact/plan/plan-pool.js";
import { planSummary } from "../../model/artifact/plan/summary.js";
import { printJson, printProblems } from "../output.js";
import { type DescribedPool, readPlanFile, upstreamNumbers } from "./plan-file.js";
import { readDocument } from "./read-document.js";

const FORM = `
FILE holds one object. All keys are optional.
  total, target, …         the pool's settings, as in the stack file
  running, fail,           counts, by the upstream project's names (also doneClean, doneDirt), or as
  done_clean, done_dirt    building, clean, borrowed, dirty, cleaning, failed
  instances                in place of counts: [{slot, state, instance, specHash, stale, createdAt, builtAt,
                           attempt, accounts, failure: {phase, at, retriable}}]; only slot and state are needed
  specHash                 of the spec to build with; instances of another one are stale
  outcomes, lastFailureAt  of the last builds: "ssf" for two successes and a failure
  freeAccounts, cleanRefs  {name: number} of each account and artifact that a build needs
  now                      default: the time of the call

Example: {"total": 5, "target": 2, "running": 1, "fail": 1, "done_clean": 0, "done_dirt": 1}

The answer's toDeploy is the upstream project's number (below zero: instances to clean). build and clean are the runs
that an update starts in all if they end well, actions those it starts at once, and blocked is what then still keeps
the pool from its target.
`;

/** `groundplan artifact plan …`. */
export function planCommand(): Command {
  return new Command("plan")
    .summary("what an update would do with a pool")
    .description(
      "Prints what an update would build and clean in a pool, as one JSON object. Needs no cluster.",
    )
    .argument("<file>", "settings and instances as JSON or YAML; - for standard input")
    .addHelpText("after", FORM)
    .action((file: string) => {
      const { pool, problems } = readPlanFile(readDocument(file), () => Date.now());
      printProblems(problems);
      if (pool !== undefined) printJson(answerFor(pool));
    });
}

function answerFor({ view, now }: DescribedPool): unknown {
  const plan = planPool(view, now);
  const { phase, target, counts, stale, actions, awaited, blocked, retryAt, forecast } = plan;
  return {
    toDeploy: numbersToDeploy(view.settings.total, target, upstreamNumbers(view.instances)),
    ...forecast,
    phase,
    summary: planSummary(plan),
    counts,
    stale,
    actions,
    awaited,
    blocked,
    ...(retryAt === undefined ? {} : { retryAt: new Date(retryAt).toISOString() }),
  };
}
