import type { RunFailure } from "../../../model/artifact/ledger/record.js";
import { withOutcome } from "../../../model/artifact/plan/budget.js";
import { changeBudget } from "../ledger/pool-store.js";
import type { Site } from "../site.js";

interface Outcome {
  readonly specHash: string;
  readonly failure?: RunFailure;
}

/** Records how builds ended. Outcomes that come while one is written are written together. */
export class BudgetWriter {
  #waiting: Outcome[] = [];
  #writing: Promise<void> | undefined;

  constructor(private readonly site: Site) {}

  /** Resolves when the outcome is recorded. Those of another spec than the pool's do not count. */
  record(outcome: Outcome): Promise<void> {
    this.#waiting.push(outcome);
    const written = (this.#writing ?? Promise.resolve()).then(() => this.#flush());
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #flush(): Promise<void> {
    const outcomes = this.#waiting;
    this.#waiting = [];
    if (outcomes.length === 0) return;
    await changeBudget(this.site, (budget) =>
      outcomes
        .filter(({ specHash }) => specHash === budget.specHash)
        .reduce((sum, { failure }) => withOutcome(sum, failure), budget),
    );
  }
}
