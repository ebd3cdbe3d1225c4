import type { Facts } from "./facts.js";
import { PARTS, type PartName } from "./parts.js";

/** What has to be fetched or built before the lab can start. */
export interface WorkAhead {
  /** Names of tools and bundles. */
  readonly missing: readonly string[];
  /** How long builds and packages take when nothing can be downloaded ready-made. */
  readonly seconds: number;
  /** Disk space that this takes for a while. */
  readonly bytes: number;
  readonly builds: boolean;
}

const GIGABYTE = 1e9;
const SECONDS_A_BUNDLE = 10;
const BYTES_A_BUNDLE = 0.3 * GIGABYTE;
// Measured: all tools together take 700 s on two cores, and leave 10.2 GB in the compiler's caches.
const BYTES_A_BUILD_SECOND = (10.2 * GIGABYTE) / 700;
const RUNNING_LAB_BYTES = GIGABYTE;
// Linking is what more cores do not speed up.
const BEST_SPEEDUP = 3;

/** Estimates what a start of these parts has to do first. */
export function workAhead(facts: Facts, parts: readonly PartName[]): WorkAhead {
  const rows = parts.map((part) => PARTS[part]);
  const tools = facts.missingTools.filter(({ name }) => rows.some((row) => includes(row.tools, name)));
  const bundles = facts.missingBundles.filter((name) => rows.some((row) => includes(row.bundles, name)));
  const coldSeconds = tools.reduce((sum, tool) => sum + tool.coldSeconds, 0);
  const speedup = Math.min(BEST_SPEEDUP, Math.max(0.5, facts.cores / 2));
  return {
    missing: [...tools.map(({ name }) => name), ...bundles],
    seconds: Math.round(coldSeconds / speedup + bundles.length * SECONDS_A_BUNDLE),
    bytes: Math.round(
      RUNNING_LAB_BYTES + coldSeconds * BYTES_A_BUILD_SECOND + bundles.length * BYTES_A_BUNDLE,
    ),
    builds: coldSeconds > 0,
  };
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
