import type { RolloutSpec } from "../schema.js";
import { standings } from "./checks.js";
import type { RolloutRecord } from "./record.js";
import { effectiveWeights, shareOf, type Weights } from "./shares.js";
import { type RolloutStep, stepsOf } from "./spec.js";

/** One step for people: `25% on 1.1.0, 300 s, check errors`. */
export function describeStep(to: string, { percent, pause, checks }: RolloutStep): string {
  const stay = pause === "forever" ? ["until promoted"] : pause === 0 ? [] : [`${pause} s`];
  const measured = checks.length === 0 ? [] : [`check ${checks.join(" and ")}`];
  return [`${percent}% on ${to}`, ...stay, ...measured].join(", ");
}

/** What goes on, on one line: `step 2/3: 25% on 1.1.0, 45s of 300s, errors 0.002 < 0.01`. */
export function progressLine(spec: RolloutSpec, record: RolloutRecord, now: number): string {
  const step = stepsOf(spec, record.from)[record.step];
  const parts = [`step ${record.step + 1}/${record.steps}: ${record.percent}% on ${record.to}`];
  if (step === undefined) return parts.join(", ");
  if (typeof step.pause === "number" && step.pause > 0) {
    const passed = Math.min(step.pause, Math.max(0, Math.floor((now - record.since) / 1000)));
    parts.push(`${passed}s of ${step.pause}s`);
  }
  for (const { name, tally } of standings(step, spec.checks, record)) {
    parts.push(`${name} ${tally.values.at(-1) ?? "not measured yet"}`);
  }
  return parts.join(", ");
}

/** How weights change: `1.0.0 80% → 0%, 1.1.0 20% → 100%`; empty when no share does. */
export function describeChange(before: Weights, after: Weights): string {
  const versions = Object.keys(effectiveWeights(sum(before, after)));
  return versions
    .flatMap((version) => {
      const [old, now] = [shareOf(version, before), shareOf(version, after)];
      return old === now ? [] : [`${version} ${old} → ${now}`];
    })
    .join(", ");
}

/** Has every version that either has, so that both can be told in one order. */
function sum(a: Weights, b: Weights): Weights {
  return Object.fromEntries(
    [...Object.keys(a), ...Object.keys(b)].map((version) => [version, (a[version] ?? 0) + (b[version] ?? 0)]),
  );
}
