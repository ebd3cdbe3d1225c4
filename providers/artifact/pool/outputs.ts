import { shortHash } from "../../../model/artifact/names.js";
import type { PoolPlan } from "../../../model/artifact/plan/types.js";
import type { ArtifactPoolOutputs, InstanceSummary } from "../artifact-pool.js";
import type { InstanceRecord } from "../../../model/artifact/ledger/record.js";
import type { World } from "../execution/world.js";

/** What the state is to know of a pool. */
export function outputsOf({ pool, slots }: World, plan: PoolPlan): ArtifactPoolOutputs {
  const ordered = slots.map(({ entry }) => entry).sort((a, b) => a.record.slot - b.record.slot);
  const withResults = ordered.filter(({ results }) => Object.keys(results).length > 0);
  return {
    specHash: pool.current,
    phase: plan.phase,
    counts: plan.counts,
    instances: ordered.map(({ record }) => summaryOf(record)),
    results: Object.fromEntries(withResults.map(({ record, results }) => [record.instance, { ...results }])),
  };
}

function summaryOf(record: InstanceRecord): InstanceSummary {
  const { slot, instance, state, specHash, createdAt, run, failure } = record;
  return {
    ...{ slot, instance, state, specHash: shortHash(specHash), createdAt },
    ...(run === undefined ? {} : { run }),
    ...(failure === undefined ? {} : { failure: failureOf(failure) }),
  };
}

function failureOf(failure: NonNullable<InstanceRecord["failure"]>): NonNullable<InstanceSummary["failure"]> {
  const { phase, task, step, exitCode, reason, message } = failure;
  return {
    ...{ phase, reason, message },
    ...(task === undefined ? {} : { task }),
    ...(step === undefined ? {} : { step }),
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}
