import { DEFAULT_SUFFIX } from "./names.js";
import type { VimanaSpec } from "./schema.js";

/** What planning depends on besides the declaration. */
export interface PlanContext {
  /** Where the declaration stands; the beginning of the paths of problems. */
  readonly path: string;
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  /** Hosts of the registries that may be named, by name. */
  readonly registryHosts: Readonly<Record<string, string>>;
}

/** What the rules of domains, servers and versions look at above themselves. */
export interface VimanaScope {
  readonly spec: VimanaSpec;
  readonly context: PlanContext;
  readonly name: string;
  readonly namespace: string;
  readonly operator: boolean;
  readonly suffix: string;
  readonly runtime: string;
  /** Whether pods are Wasm components of Vimana's own runtime. */
  readonly wasm: boolean;
}

/** The RuntimeClass of Vimana's own runtime. */
export const VIMANA_RUNTIME_CLASS = "vimana-runtime";

/** What a Vimana hands down, defaults of its mode filled in. */
export function scopeOf(key: string, spec: VimanaSpec, context: PlanContext): VimanaScope {
  const name = spec.name ?? key;
  const runtime = spec.workloadRuntime ?? (spec.mode === "operator" ? "vimana" : "container");
  return {
    spec,
    context,
    name,
    namespace: spec.namespace ?? name,
    operator: spec.mode === "operator",
    suffix: spec.canonicalSuffix ?? DEFAULT_SUFFIX[spec.mode],
    runtime,
    wasm: runtime === "vimana",
  };
}

/** `runtimeClassName` of pods; none for plain containers. */
export function runtimeClassOf({ runtime, wasm }: VimanaScope): string | undefined {
  if (wasm) return VIMANA_RUNTIME_CLASS;
  return runtime === "container" ? undefined : runtime;
}

/** Members of a record in the order of their keys, so that the order in a file changes nothing. */
export function sortedEntries<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([a], [b]) => inOrder(a, b));
}

/** Order of texts by code unit. */
export function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
