import { beginRollout } from "../../../../model/vimana/rollout/begin.js";
import { type Measurement, withMeasurement } from "../../../../model/vimana/rollout/checks.js";
import { nextAction } from "../../../../model/vimana/rollout/machine.js";
import { formatRecord, parseRecord, type RolloutRecord } from "../../../../model/vimana/rollout/record.js";
import { sameWeights, type Weights } from "../../../../model/vimana/rollout/shares.js";
import { seconds } from "../../../../model/vimana/rollout/spec.js";
import { type RolloutSpec, rolloutSchema } from "../../../../model/vimana/schema.js";

type RolloutInput = Parameters<typeof rolloutSchema.parse>[0];

/** A rollout to 1.1.0 within an hour, unless told otherwise. */
export function rollout(rest: Readonly<Record<string, unknown>> = {}): RolloutSpec {
  const given: RolloutInput = { to: "1.1.0", deadline: "1h", steps: [{ weight: 100 }], ...rest };
  return rolloutSchema.parse(given);
}

/** Thrown where a simulated process dies. */
class Killed extends Error {}

/** A cluster that holds weights and a record, a clock, and the updates that move them. */
export class Simulation {
  record: RolloutRecord | undefined;
  /** Milliseconds since the epoch; a full minute, so that recorded times are easy to read. */
  now = 1_800_000_000_000;
  /** What was written and measured, in order, with the seconds since the beginning. */
  readonly trace: string[] = [];
  readonly served: string[] = [];
  /** Number of the action, counted over all updates, at which the process dies. */
  diesAt = Infinity;
  /** Whether the fatal action takes effect. */
  diesAfterEffect = false;
  #actions = 0;
  readonly #start = this.now;

  constructor(
    public live: Weights,
    /** Answers measurements. */
    public results: (name: string) => Measurement = () => ({ verdict: "good", text: "0 < 1" }),
  ) {}

  get actions(): number {
    return this.#actions;
  }

  /** One update: how it ends, or `killed`. */
  update(spec: RolloutSpec): string {
    try {
      return this.#update(spec);
    } catch (error) {
      if (error instanceof Killed) return "killed";
      throw error;
    }
  }

  #update(spec: RolloutSpec): string {
    const found = { record: this.record, live: this.live, others: [], served: this.served };
    const beginning = beginRollout(spec, found, this.now);
    if (beginning.way !== "go") return beginning.way;
    const before = this.record;
    const stands = before?.id === beginning.record.id && before.phase === "Paused";
    const promotes = stands && spec.promote ? beginning.record.step : undefined;
    const deadline = this.now + 1000 * seconds(spec.deadline);
    this.#write(beginning.record);
    for (let turns = 0; turns < 10_000; turns++) {
      const record = this.record;
      if (record === undefined) throw new Error("nothing was recorded");
      const action = nextAction(spec, record, { now: this.now, deadline, promotes });
      switch (action.do) {
        case "write":
          this.#write(action.record);
          break;
        case "measure":
          this.#trace(`measure ${action.check}`);
          this.#write(withMeasurement(record, action.check, this.results(action.check), this.now));
          break;
        case "wait":
          if (action.until <= this.now) throw new Error("waits for what is over");
          this.#act(() => (this.now = action.until));
          break;
        case "stop":
          return "deadline";
        case "end":
          return record.phase;
      }
    }
    throw new Error("does not end");
  }

  #write(record: RolloutRecord): void {
    this.#act(() => {
      if (!sameWeights(this.live, record.weights)) this.#trace(describe(record.weights));
      this.live = record.weights;
      this.record = parseRecord(formatRecord(record));
    });
  }

  #act(effect: () => void): void {
    this.#actions += 1;
    const fatal = this.#actions === this.diesAt;
    if (!fatal || this.diesAfterEffect) effect();
    if (fatal) throw new Killed();
  }

  #trace(text: string): void {
    this.trace.push(`${(this.now - this.#start) / 1000}s ${text}`);
  }
}

/** `{"1.0.0":1}` as `1.0.0=1`. */
export function describe(weights: Weights): string {
  return Object.entries(weights)
    .map(([version, weight]) => `${version}=${weight}`)
    .join(" ");
}
