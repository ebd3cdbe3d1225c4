import type { Site } from "../site.js";
import type { BudgetWriter } from "./budget-writer.js";
import type { RunFeed } from "./run-feed.js";
import type { SpecCache } from "./spec-cache.js";

/** What the work on the instances of a pool shares while it lasts. */
export interface Job {
  readonly site: Site;
  readonly feed: RunFeed;
  readonly specs: SpecCache;
  readonly budget: BudgetWriter;
  /** Work that nothing waits for but the end of the whole. */
  later(work: Promise<unknown>): void;
}
