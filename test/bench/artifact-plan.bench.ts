import { parseSlotSecret, slotSecret } from "../../model/artifact/ledger/codec.js";
import {
  INSTANCE_STATES,
  type InstanceRecord,
  type LedgerEntry,
} from "../../model/artifact/ledger/record.js";
import { planPool } from "../../model/artifact/plan/plan-pool.js";
import { poolSettings, type PoolSettingsInput } from "../../model/artifact/settings.js";
import { publish, ratio, timed, type Comparison } from "./report.js";

const COUNT = 9_999;
const ROUNDS = 25;
/** Milliseconds that a plan may take. */
const LIMIT = 100;
const NOW = Date.parse("2026-11-21T12:00:00Z");

/** Instances in all states, of two specs, with what they hold. */
function instance(slot: number): LedgerEntry {
  const state = INSTANCE_STATES[slot % INSTANCE_STATES.length] ?? "clean";
  const at = new Date(NOW - slot * 1000).toISOString();
  const record: InstanceRecord = {
    ...{ instance: `${slot}-abcde`, slot, state, specHash: String(slot % 3).repeat(64), attempt: 1 },
    ...{ createdAt: at, changedAt: at, run: `build-carv01-${slot}-abcde-1` },
    ...{ accounts: { gcp: `entry-${slot}` }, refs: { net: { slot, instance: `${slot}-zzzzz` } } },
    ...(state === "borrowed" ? { lease: { holder: "web", team: "shop", since: at, token: "token" } } : {}),
    ...(state === "failed" ? { failure: { ...FAILURE, at } } : {}),
  };
  return { record, results: { endpoint: `https://${slot}.example.com`, user: "admin" } };
}

const FAILURE = {
  ...{
    phase: "build" as const,
    task: "make",
    step: "go",
    exitCode: 3,
    reason: "StepFailed",
    retriable: true,
  },
  ...{ message: "exit code 3", logTail: Array.from({ length: 20 }, (_, line) => `line ${line} of a log`) },
};

test("a plan of ten thousand instances", async () => {
  const secrets = Array.from({ length: COUNT }, (_, slot) =>
    slotSecret("carv01", "train", instance(slot), { mark: "abc123/shop/dev/pool", token: "token" }),
  );
  const read = (): InstanceRecord[] =>
    secrets.map((secret) => {
      const entry = parseSlotSecret(secret);
      if ("problem" in entry) throw new Error(entry.problem);
      return entry.record;
    });
  const plan = (settings: PoolSettingsInput, instances: readonly InstanceRecord[]) => {
    const parsed = poolSettings.parse({ total: COUNT, target: COUNT - 2000, ...settings });
    const specHash = "0".repeat(64);
    const budget = { specHash, outcomes: "" };
    const supply = { freeAccounts: { gcp: 2 * COUNT }, cleanRefs: { net: 2 * COUNT } };
    return planPool({ settings: parsed, specHash, instances, budget, ...supply }, NOW);
  };
  const records = read();
  const measured = async (what: string, action: () => unknown): Promise<Comparison> => {
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await timed(() => Promise.resolve(action())));
    }
    return { what, unit: "ms", ours: Math.min(...rounds), peer: LIMIT };
  };
  const planning = (updateStrategy: "OnReplenish" | "Recreate" | "Rolling") =>
    measured(`planning, ${updateStrategy}`, () => plan({ updateStrategy }, records));
  const limited = [await planning("OnReplenish"), await planning("Recreate"), await planning("Rolling")];
  const comparisons = [
    ...limited.map((one) => ({ ...one, limit: 1 })),
    await measured("reading the Secrets", read),
    await measured("reading and planning, OnReplenish", () => plan({}, read())),
  ];
  publish(
    "A plan of 10,000 instances",
    `A pool of ${COUNT} instances, the most there can be, in all states and of three specs: planning, and reading its ledger's Secrets from memory; fastest of ${ROUNDS} runs, since other work on the machine only adds to it. The peer is the limit of ${LIMIT} ms that a plan may take.`,
    comparisons,
  );
  expect(plan({ updateStrategy: "Rolling" }, records).forecast.build).toBeGreaterThan(2000);
  expect(limited.filter((one) => ratio(one) > 1)).toEqual([]);
});
