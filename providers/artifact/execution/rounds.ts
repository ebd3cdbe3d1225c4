import { planPool } from "../../../model/artifact/plan/plan-pool.js";
import type { Action, PoolPlan } from "../../../model/artifact/plan/types.js";
import { contentsOf } from "../ledger/run-secrets.js";
import { advance, type Slot } from "../ledger/slot-store.js";
import { messageOf } from "../../runtime/presentable-error.js";
import { type Site, timeAt } from "../site.js";
import { buildInstance } from "./build.js";
import { cleanInstance } from "./clean.js";
import type { Crew } from "./crew.js";
import type { Job } from "./job.js";
import { removeInstance } from "./remove-instance.js";
import { isNeedless, takeForBuild } from "./take.js";
import { tidy } from "./tidy.js";
import type { WorkEnd } from "./work-end.js";
import { lookAround, unclaimedRefs, viewOf, type World } from "./world.js";

/** How far a pool is to be brought. */
export interface Goal {
  /** Milliseconds since the epoch after which nothing is waited for any more. */
  readonly deadline: number;
  /** Whether runs are waited for. Default true. */
  readonly wait?: boolean;
  /** This instance is cleaned, if it is dirty, and nothing else is done. */
  readonly only?: string;
  /** Ends the work early. */
  readonly enough?: (world: World) => boolean;
  /** Artifacts on whose behalf this happens, so that none is brought about for itself. */
  readonly onBehalfOf?: readonly string[];
}

/** Where a pool got. */
export interface Reconciled {
  readonly world: World;
  readonly plan: PoolPlan;
  /** What the work on each instance came to, in order. */
  readonly ends: readonly WorkEnd[];
  /** Instances whose runs are under way still. */
  readonly unfinished: readonly string[];
}

/** Milliseconds before a pool is looked at again when somebody else works on it, too. */
const OTHERS_MS = 100;
/** Builds in a row that cannot get what they need before none is begun any more. */
const MOST_SHORT = 5;
/** The most that a timer takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The rounds of one reconciliation: look, plan, carry out, wait for something to end. */
export class Rounds {
  readonly #ends: WorkEnd[] = [];
  readonly #late: AbortSignal;
  /** Slots that were taken in the round before, whose builds have not begun. */
  #taken: readonly Slot[] = [];
  #short = 0;

  constructor(
    private readonly job: Job,
    private readonly crew: Crew,
    private readonly goal: Goal,
    /** Brings another artifact of the same namespace about. */
    private readonly reconcile: (artifact: string, goal: Goal) => Promise<Reconciled>,
  ) {
    const left = goal.deadline - job.site.now();
    this.#late = AbortSignal.timeout(Math.min(Math.max(left, 0), LONGEST_TIMER_MS));
  }

  async run(): Promise<Reconciled> {
    const { job, crew, goal } = this;
    const { site } = job;
    for (let first = true; ; first = false) {
      this.#note(crew.takeEnds());
      const { runs } = job.feed;
      let world = await lookAround(site, job.specs);
      if (first && (await tidy(job, world, runs))) world = await lookAround(site, job.specs);
      learn(site, world);
      const plan = planPool(viewOf(world), site.now());
      const enough = goal.enough?.(world) === true;
      const changed = await this.#beginTaken(world, enough);
      const result = { world, plan, ends: this.#ends };
      if (enough) return { ...result, unfinished: crew.instances };
      if (changed) continue;
      this.#adopt(world, plan);
      if (await this.#act(world, plan)) continue;
      if (crew.size === 0) {
        if (await this.#goOn(world, plan)) continue;
        return { ...result, unfinished: [] };
      }
      if (goal.wait === false && crew.allBegun) return { ...result, unfinished: crew.instances };
      if (!(await this.#change(plan))) return { ...result, unfinished: crew.instances };
    }
  }

  #note(ends: readonly WorkEnd[]): void {
    this.#ends.push(...ends);
    if (ends.some(({ came }) => came === "built" || came === "cleaned")) this.#short = 0;
    this.#short += ends.filter(({ came }) => came === "short").length;
  }

  /** Begins the builds of the slots that were taken, unless they are not needed any more. */
  async #beginTaken(world: World, giveUp: boolean): Promise<boolean> {
    const { job, crew } = this;
    const { site } = job;
    const taken = [...this.#taken].sort((left, right) => right.entry.record.slot - left.entry.record.slot);
    this.#taken = [];
    const gone = new Set<string>();
    for (const slot of taken) {
      const { instance } = slot.entry.record;
      const isOver = giveUp || isNeedless(world, slot, gone, site.now());
      if (isOver && (await removeInstance(job, slot, { whatever: false, runsStay: false }))) {
        gone.add(instance);
        continue;
      }
      const { pool, secretsDigest } = world;
      crew.start(instance, (begun) => buildInstance(job, slot, { pool, secretsDigest, taken: true, begun }));
    }
    return gone.size > 0;
  }

  /** Goes on with what is under way, whoever has begun it. */
  #adopt(world: World, plan: PoolPlan): void {
    const { job, crew, goal } = this;
    const { pool, secretsDigest } = world;
    for (const instance of plan.awaited) {
      if (crew.has(instance) || (goal.only !== undefined && goal.only !== instance)) continue;
      const slot = slotOf(world, instance);
      if (slot === undefined) continue;
      crew.start(instance, (begun) =>
        slot.entry.record.state === "building"
          ? buildInstance(job, slot, { pool, secretsDigest, taken: false, begun })
          : cleanInstance(job, slot, { pool, begun }),
      );
    }
  }

  /**
   * Starts what the plan says, as far as the parallelism allows.
   *
   * @returns whether the pool is to be looked at again at once
   */
  async #act(world: World, plan: PoolPlan): Promise<boolean> {
    const { job, crew } = this;
    const { site } = job;
    const actions = this.#actions(world, plan).slice(
      0,
      Math.max(0, world.pool.settings.parallelism - crew.size),
    );
    const builds = actions.flatMap((action) => (action.do === "build" ? [action.slot] : []));
    const cleans = actions.flatMap((action) => (action.do === "clean" ? [action.instance] : []));
    const started = await Promise.all(cleans.map((instance) => this.#startClean(world, instance)));
    if (builds.length > 0) {
      this.#taken = await takeForBuild(job.site, world, builds);
      if (this.#taken.length === 0) await site.surroundings.sleep(OTHERS_MS, site.signal);
    }
    return builds.length > 0 || started.includes(false);
  }

  #actions(world: World, plan: PoolPlan): readonly Action[] {
    const { only } = this.goal;
    if (only === undefined) {
      return plan.actions.filter((action) => action.do === "clean" || this.#short < MOST_SHORT);
    }
    const record = slotOf(world, only)?.entry.record;
    if (record?.state !== "dirty" || world.pool.settings.paused) return [];
    return [{ do: "clean", slot: record.slot, instance: only, why: "dirty" }];
  }

  /** False when somebody else was faster. */
  async #startClean(world: World, instance: string): Promise<boolean> {
    const { job, crew } = this;
    const { site } = job;
    const slot = slotOf(world, instance);
    if (slot === undefined) return false;
    const cleaning = await advance(job.site, slot, { do: "startClean", at: timeAt(site) });
    if (!cleaning.done) return false;
    crew.start(instance, (begun) => cleanInstance(job, cleaning.slot, { pool: world.pool, begun }));
    return true;
  }

  /** Whether there is something to wait for, or to bring about elsewhere, although nothing is under way here. */
  async #goOn(world: World, plan: PoolPlan): Promise<boolean> {
    const { goal } = this;
    const { site } = this.job;
    if (goal.only !== undefined || goal.wait === false) return false;
    if (plan.retryAt !== undefined && plan.retryAt <= goal.deadline) {
      site.status(`${site.artifact}: the next attempt is at ${new Date(plan.retryAt).toISOString()}`);
      await site.surroundings.sleep(Math.max(0, plan.retryAt - site.now()), site.signal);
      return true;
    }
    return (
      plan.phase === "PendingArtRef" && this.#short < MOST_SHORT && (await this.#bringAboutReferences(world))
    );
  }

  /** Has the artifacts that lack an instance build one. Whether all have one then. */
  async #bringAboutReferences(world: World): Promise<boolean> {
    const { goal } = this;
    const { site } = this.job;
    const onBehalfOf = [...(goal.onBehalfOf ?? []), site.artifact];
    const records = world.slots.map(({ entry }) => entry.record);
    const short = world.spec.refs.filter((artifact) => unclaimedRefs(world, artifact, records).length === 0);
    for (const artifact of short) {
      if (onBehalfOf.includes(artifact)) return false;
      const isThere = ({ slots }: World): boolean =>
        slots.some(({ entry }) => entry.record.state === "clean");
      try {
        const { deadline } = goal;
        const brought = await this.reconcile(artifact, {
          deadline,
          enough: isThere,
          onBehalfOf,
        });
        if (!isThere(brought.world)) return false;
      } catch (error) {
        site.signal.throwIfAborted();
        site.warn(`artifact ${artifact} cannot be brought about: ${messageOf(error, artifact)}`);
        return false;
      }
    }
    return short.length > 0;
  }

  /** Waits until something has ended or a failed run may be tried again. False when the time is over. */
  async #change(plan: PoolPlan): Promise<boolean> {
    const { crew, goal } = this;
    const { site } = this.job;
    const over = new AbortController();
    const signal = AbortSignal.any([site.signal, over.signal]);
    const late = new Promise<void>((resolve) => {
      if (this.#late.aborted) resolve();
      this.#late.addEventListener(
        "abort",
        () => {
          resolve();
        },
        { once: true },
      );
    });
    const { retryAt } = plan;
    const due =
      retryAt === undefined || retryAt > goal.deadline
        ? []
        : [site.surroundings.sleep(Math.max(0, retryAt - site.now()), signal).catch(() => undefined)];
    try {
      await crew.change(late, ...due);
    } finally {
      over.abort();
    }
    site.signal.throwIfAborted();
    return !this.#late.aborted;
  }
}

function slotOf({ slots }: World, instance: string): Slot | undefined {
  return slots.find(({ entry }) => entry.record.instance === instance);
}

/** What runs mount and what instances have given must not get into logs and messages. */
function learn({ redactor }: Site, { runSecrets, slots }: World): void {
  for (const secret of runSecrets) redactor.learn(contentsOf(secret));
  for (const { entry } of slots) redactor.learn(entry.results);
}
