import { isObject } from "../../shared/json.js";
import type { Problem } from "../../shared/problem.js";
import { pathBelow } from "../../shared/property-path.js";

/** What the source documents name, groundplan does not do yet, and what to do instead. */
export interface UnsupportedField {
  readonly path: readonly string[];
  readonly what: string;
  readonly fix: string;
}

/** As data, so that whoever reads sources can tell them apart from unknown fields. */
export const UNSUPPORTED_SOURCE_FIELDS: readonly UnsupportedField[] = [
  {
    path: ["sources"],
    what: "several sources of one workspace",
    fix: "give each source a workspace of its own",
  },
  { path: ["ref"], what: "a source that other sources refer to", fix: "remove it" },
  { path: ["name"], what: "the name of one source among several", fix: "remove it" },
  {
    path: ["chart"],
    what: "a chart out of a Helm repository",
    fix: "keep the chart in git and set path, or make a chart in git that depends on it",
  },
  { path: ["plugin"], what: "rendering by a plugin", fix: "commit what the plugin renders" },
  {
    path: ["directory", "jsonnet"],
    what: "Jsonnet",
    fix: "commit what Jsonnet renders",
  },
  {
    path: ["helm", "passCredentials"],
    what: "passing on a repository's credentials",
    fix: "vendor the chart's dependencies in charts/",
  },
  {
    path: ["kustomize", "version"],
    what: "the choice between several versions of Kustomize",
    fix: "remove it; GROUNDPLAN_KUSTOMIZE names the binary",
  },
];

/** A value without the unsupported fields, and a problem for each that was there. */
export interface SupportedPart {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/**
 * Takes out of a written source what is not supported yet. Run it before the schema of sources, which would call
 * these fields unknown. Empty values (`false`, `""`, `[]`, `{}`) ask for nothing and are taken out silently.
 *
 * @param at Where the source is, for the problems' paths.
 */
export function takeUnsupported(value: unknown, at: string): SupportedPart {
  const problems: Problem[] = [];
  let rest = value;
  for (const { path, what, fix } of UNSUPPORTED_SOURCE_FIELDS) {
    const found = memberAt(rest, path);
    if (found === undefined) continue;
    rest = without(rest, path);
    if (isEmptySetting(found)) continue;
    problems.push({ path: pathBelow(at, path), reason: `${what} is not supported yet`, fix });
  }
  return { value: rest, problems };
}

/** Whether a setting says nothing: absent, false, or empty at every depth. */
export function isEmptySetting(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isEmptySetting);
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined),
    value,
  );
}

function without(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (!isObject(value) || first === undefined) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      if (key !== first) return [[key, member] as const];
      return rest.length === 0 ? [] : [[key, without(member, rest)] as const];
    }),
  );
}
