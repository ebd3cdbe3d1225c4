import type { InstanceRecord, LedgerEntry, RunFailure } from "../../../../model/artifact/ledger/record.js";
import { take, transition, type LedgerEvent } from "../../../../model/artifact/ledger/transitions.js";
import { currentBudget, withOutcome, type Budget } from "../../../../model/artifact/plan/budget.js";
import { planPool } from "../../../../model/artifact/plan/plan-pool.js";
import type { Action, PoolPlan, PoolView } from "../../../../model/artifact/plan/types.js";
import {
  poolSettings,
  type PoolSettings,
  type PoolSettingsInput,
} from "../../../../model/artifact/settings.js";

export const NOON = Date.parse("2026-11-21T12:00:00Z");

type EventAlone = LedgerEvent extends infer E ? (E extends LedgerEvent ? Omit<E, "at"> : never) : never;

/** A pool whose runs end as a test says, kept by the ledger's own transitions. Refused transitions are errors. */
export class SimulatedPool {
  settings: PoolSettings;
  specHash = "spec-1";
  now = NOON;
  readonly instances = new Map<string, LedgerEntry>();
  budget: Budget;
  /** Entries of the one account that builds need; undefined when they need none. */
  accountEntries: number | undefined;
  private born = 0;

  constructor(settings: PoolSettingsInput = {}) {
    this.settings = poolSettings.parse(settings);
    this.budget = currentBudget(undefined, this.specHash, this.settings.retry, this.now);
  }

  get records(): InstanceRecord[] {
    return [...this.instances.values()].map(({ record }) => record);
  }

  /** Ids of the instances in a state. */
  in(...states: InstanceRecord["state"][]): string[] {
    return this.records.filter(({ state }) => states.includes(state)).map(({ instance }) => instance);
  }

  get view(): PoolView {
    const { accountEntries } = this;
    const held = this.records.filter(({ accounts }) => "gcp" in accounts).length;
    return {
      settings: this.settings,
      specHash: this.specHash,
      instances: this.records,
      budget: this.budget,
      freeAccounts: accountEntries === undefined ? {} : { gcp: accountEntries - held },
      cleanRefs: {},
    };
  }

  plan(): PoolPlan {
    this.budget = currentBudget(this.budget, this.specHash, this.settings.retry, this.now);
    return planPool(this.view, this.now);
  }

  start(action: Action): void {
    if (action.do === "clean") {
      this.happens(action.instance, { do: "startClean" });
      return;
    }
    const { slot } = action;
    if (this.records.some((one) => one.slot === slot)) throw new Error(`slot ${slot} is taken`);
    this.born += 1;
    const instance = `${slot}-${String(this.born).padStart(5, "0")}`;
    this.instances.set(instance, take({ instance, slot, specHash: this.specHash, at: this.time }));
    if (this.accountEntries !== undefined) {
      this.happens(instance, { do: "prepare", accounts: { gcp: instance } });
    }
  }

  /** Ends the run of an instance. */
  end(instance: string, how: "well" | "badly" | "vanished"): void {
    const { record } = this.entry(instance);
    const build = record.state === "building";
    if (how === "vanished") {
      this.happens(instance, { do: "vanished" });
      return;
    }
    const failure = how === "badly" ? this.failure(build ? "build" : "clean") : undefined;
    if (build && record.specHash === this.budget.specHash) this.budget = withOutcome(this.budget, failure);
    if (failure !== undefined) this.happens(instance, { do: build ? "buildFailed" : "cleanFailed", failure });
    else this.happens(instance, build ? { do: "built", results: {} } : { do: "cleaned" });
  }

  borrow(instance: string): void {
    this.happens(instance, { do: "borrow", holder: "stack", team: "team", token: "token" });
  }

  giveBack(instance: string, keep = false): void {
    this.happens(instance, { do: "giveBack", token: "token", keep });
  }

  /**
   * Carries out plans until nothing is left to do; every run ends well. Answers how many were started.
   *
   * @param dice Chooses one step at a time, to start or to end a run. Default: all that is planned, then all ends.
   */
  settle(dice?: () => number): { build: number; clean: number } {
    const started = { build: 0, clean: 0 };
    const start = (action: Action): void => {
      this.start(action);
      started[action.do] += 1;
    };
    for (let steps = 0; steps < 10_000; steps += 1) {
      const { actions, retryAt } = this.plan();
      const underWay = this.in("building", "cleaning");
      if (actions.length + underWay.length === 0) {
        if (retryAt === undefined || retryAt > this.now + this.settings.wait.timeout * 1000) return started;
        this.now = retryAt;
      } else if (dice === undefined) {
        for (const action of actions) start(action);
        for (const instance of this.in("building", "cleaning")) this.end(instance, "well");
      } else {
        const chosen = dice() % (actions.length + underWay.length);
        const [action, instance] = [actions[chosen], underWay[chosen - actions.length]];
        if (action !== undefined) start(action);
        if (instance !== undefined) this.end(instance, "well");
      }
    }
    throw new Error("the pool does not come to rest");
  }

  happens(instance: string, event: EventAlone): void {
    const after = transition(this.entry(instance), { ...event, at: this.time });
    if (!after.ok) throw new Error(after.reason);
    if (after.gone) this.instances.delete(instance);
    else this.instances.set(instance, after.entry);
  }

  private entry(instance: string): LedgerEntry {
    const entry = this.instances.get(instance);
    if (entry === undefined) throw new Error(`there is no instance ${instance}`);
    return entry;
  }

  private get time(): string {
    return new Date(this.now).toISOString();
  }

  private failure(phase: "build" | "clean"): RunFailure {
    return {
      phase,
      reason: "StepFailed",
      message: "exit code 1",
      logTail: [],
      at: this.time,
      retriable: true,
    };
  }
}
