import { Failure } from "../../../model/shared/errors.js";
import { beginRollout, type Found as Known, isWritten } from "../../../model/vimana/rollout/begin.js";
import { withMeasurement } from "../../../model/vimana/rollout/checks.js";
import { nextAction } from "../../../model/vimana/rollout/machine.js";
import type { RolloutRecord } from "../../../model/vimana/rollout/record.js";
import { describeWeights, sameWeights, soleVersion } from "../../../model/vimana/rollout/shares.js";
import { seconds } from "../../../model/vimana/rollout/spec.js";
import { progressLine } from "../../../model/vimana/rollout/texts.js";
import type { RolloutSpec } from "../../../model/vimana/schema.js";
import type { TrafficOutputs } from "../traffic.js";
import { carry, tellLedger } from "./carry.js";
import { changedOutside } from "./changed-outside.js";
import { drain, drainingAfter } from "./drain.js";
import type { Journal } from "./journal.js";
import type { Found, Look } from "./look.js";
import type { Server } from "./server.js";
import { waitUntil } from "./timing.js";
import type { Content } from "./write.js";

/**
 * Carries a rollout on as far as it goes in one update. Before each write the live weights must be what was written
 * last; weights and record are one write, so that a run that was killed at any point is continued by the next.
 *
 * @throws Failure when a check fails, the deadline is over, or somebody else has changed the weights
 */
export async function runRollout(
  server: Server,
  journal: Journal,
  spec: RolloutSpec,
  before: TrafficOutputs | undefined,
): Promise<void> {
  const { context } = server;
  const { look } = journal;
  const deadline = context.now() + 1000 * seconds(spec.deadline);
  const beginning = beginRollout(spec, knownOf(look, before), context.now());
  switch (beginning.way) {
    case "refuse":
      throw refused(server, beginning.message);
    case "stop":
      throw changedOutside(server, touched(look, beginning.record), beginning.record);
    case "keep":
      context.info(beginning.message);
      await leave(server, journal);
      return;
    case "go":
      break;
  }

  const rollout = new Writer(server, journal, beginning.record);
  const promotes = promotedStep(spec, look, beginning.record);
  await rollout.begin();
  for (;;) {
    const { record } = rollout;
    const action = nextAction(spec, record, { now: context.now(), deadline, promotes });
    switch (action.do) {
      case "write":
        await rollout.write(action.record);
        break;
      case "measure":
        await rollout.write(await measured(server, look, spec, record, action.check));
        break;
      case "wait":
        await waitUntil(server, action.until, () => progressLine(spec, record, context.now()));
        break;
      case "stop":
        throw outOfTime(server, spec, record);
      case "end":
        return rollout.end();
    }
  }
}

/** Writes the states of one rollout. */
class Writer {
  constructor(
    private readonly server: Server,
    private readonly journal: Journal,
    public record: RolloutRecord,
  ) {}

  /** The first write of an update: whatever the record says, if the carriers are still as they were looked at. */
  async begin(): Promise<void> {
    const seen = this.journal.look.carriers.map(({ weights }) => weights);
    await this.#put((found, index) => {
      if (!sameWeights(found.weights, seen[index] ?? {}))
        throw changedOutside(this.server, found, this.record);
    });
    await tellLedger(this.server, this.journal);
  }

  async write(record: RolloutRecord): Promise<void> {
    const last = this.record;
    const moves = !sameWeights(record.weights, last.weights);
    this.record = record;
    await this.#put((found, index) => {
      const expected =
        index === 0 ? sameWeights(found.weights, last.weights) : isWritten(found.weights, last);
      if (!expected) throw changedOutside(this.server, found, last);
    });
    if (moves) await tellLedger(this.server, this.journal);
  }

  /**
   * The end of an update: what has lost its calls is drained, unless the rollout failed, since then nothing is deleted.
   */
  async end(): Promise<void> {
    const { server, record } = this;
    if (record.phase === "Failed") throw refused(server, record.message);
    if (record.message !== "") server.context.info(record.message);
    await drain(server, this.journal, this.#content());
  }

  async #put(check: NonNullable<Content["check"]>): Promise<void> {
    const { server, journal, record } = this;
    const before = journal.look.weights;
    await carry(server, journal, { ...this.#content(), check }, reasonOf(record));
    if (record.phase === "Progressing" && !sameWeights(before, record.weights)) {
      server.context.info(`step ${record.step + 1} of ${record.steps}: ${describeWeights(record.weights)}`);
    }
  }

  #content(): Content {
    const { weights } = this.record;
    return {
      weights: () => weights,
      rollout: this.record,
      draining: drainingAfter(this.server, this.journal.look, weights),
    };
  }
}

/** The carriers as declared, with the weights that they have. */
async function leave(server: Server, journal: Journal): Promise<void> {
  const { look } = journal;
  const content: Content = {
    weights: ({ live, weights }) => (live === undefined ? look.weights : weights),
    rollout: look.rollout,
    draining: drainingAfter(server, look, look.weights),
  };
  await carry(server, journal, content, "");
  await drain(server, journal, content);
}

async function measured(
  server: Server,
  look: Look,
  spec: RolloutSpec,
  record: RolloutRecord,
  name: string,
): Promise<RolloutRecord> {
  const check = spec.checks[name];
  if (check === undefined) return record;
  const { context, measure } = server;
  const about = { version: record.to, service: look.naming.serviceOf(record.to) };
  const measurement = await measure(name, check, about, context.signal);
  context.signal.throwIfAborted();
  return withMeasurement(record, name, measurement, context.now());
}

/** What a rollout has to know of what is there. A state remembers weights whose carriers somebody has removed. */
export function knownOf(look: Look, before: TrafficOutputs | undefined): Known {
  const [, ...others] = look.carriers.filter(({ live }) => live !== undefined);
  const history = (before?.history ?? []).flatMap(({ weights }) => soleVersion(weights) ?? []);
  return {
    record: look.rollout,
    live: look.exists ? look.weights : (before?.liveWeights ?? {}),
    others: others.map(({ weights }) => weights),
    served: [...new Set(history.reverse())],
  };
}

/** The carrier whose weights are not what the rollout wrote. */
export function touched({ carriers }: Look, record: RolloutRecord): Found | undefined {
  return carriers
    .filter(({ live }) => live !== undefined)
    .find(({ weights }, index) =>
      index === 0 ? !sameWeights(weights, record.weights) : !isWritten(weights, record),
    );
}

/** An update leaves the pause that it found, and no later one. */
export function promotedStep(spec: RolloutSpec, look: Look, begun: RolloutRecord): number | undefined {
  const stands = look.rollout?.id === begun.id && look.rollout.phase === "Paused";
  return stands && spec.promote ? begun.step : undefined;
}

function reasonOf({ phase, to, step, steps, message }: RolloutRecord): string {
  return phase === "Progressing" ? `rollout to ${to}, step ${step + 1} of ${steps}` : message;
}

function refused({ where }: Server, message: string): Failure {
  return new Failure({
    what: message,
    where,
    next: "It is not repeated until rollout.retry has a new value or rollout.to is another version",
  });
}

function outOfTime({ context, where }: Server, spec: RolloutSpec, record: RolloutRecord): Failure {
  return new Failure({
    what: `the rollout did not end within its deadline of ${spec.deadline}; it stands at ${progressLine(spec, record, context.now())}`,
    where,
    next: "Run `pulumi up` to continue it from there",
  });
}
