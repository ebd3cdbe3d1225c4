import type { KubeObject } from "../../shared/kubernetes-object.js";
import { annotationOf, textOf } from "../annotations.js";

const HELM_WEIGHT = "helm.sh/hook-weight";

/** The wave of an object: its `sync-wave`, else `helm.sh/hook-weight`, else 0. What is no integer does not count. */
export function waveOf(object: KubeObject): number {
  return integer(annotationOf(object, "sync-wave")) ?? integer(textOf(object, HELM_WEIGHT)) ?? 0;
}

/** The text of a `sync-wave` that is no integer, so that it can be reported; undefined when there is none. */
export function faultyWave(object: KubeObject): string | undefined {
  const text = annotationOf(object, "sync-wave");
  return text === undefined || integer(text) !== undefined ? undefined : text;
}

function integer(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = Number.parseInt(text, 10) + 0;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** What decides about the wave of a removal. */
export interface WaveEntry {
  readonly wave: number;
  /** Whether the object is removed rather than applied. */
  readonly prune: boolean;
  /** Whether the removal comes after everything else. */
  readonly pruneLast: boolean;
}

/**
 * The waves of the entries of the phase Sync, in their order. Removals go the other way round than applications:
 * their distinct waves are swapped, the first with the last and so on. Those that come last then get the wave after
 * the highest one, and at least 1.
 */
export function pruneWaves(entries: readonly WaveEntry[]): number[] {
  const distinct = [...new Set(entries.filter(({ prune }) => prune).map(({ wave }) => wave))].sort(
    (left, right) => left - right,
  );
  const swapped = new Map(distinct.map((wave, index) => [wave, distinct.at(-1 - index) ?? wave]));
  const waves = entries.map(({ prune, wave }) => (prune ? (swapped.get(wave) ?? wave) : wave));
  const last = waves.reduce((highest, wave) => Math.max(highest, wave), 0) + 1;
  return entries.map(({ prune, pruneLast }, index) => (prune && pruneLast ? last : (waves[index] ?? 0)));
}
