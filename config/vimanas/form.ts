import type { z } from "zod";
import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import { vimanaSchema, type VimanaSpec } from "../../model/vimana/schema.js";
import { problemsOf } from "../issues.js";
import type { VimanaSection } from "./schema.js";

/** Faults of form, and what is left to check the rules with. */
export interface Formal {
  readonly problems: readonly Problem[];
  /** Vimanas without their faulty parts; those of which nothing can be used are missing. */
  readonly specs: Readonly<Record<string, VimanaSpec>>;
}

/** Stands in for a faulty name of a cluster, so that the rest is checked in the same run. */
const PLACEHOLDERS: Readonly<Record<string, unknown>> = { cluster: "(faulty)" };

/** Checks the form of every Vimana by itself, so that a fault in one hides no broken rule in another. */
export function checkForm(section: VimanaSection): Formal {
  const checked = Object.entries(section).map(([id, value]) => {
    const parsed = vimanaSchema.safeParse(value);
    if (parsed.success) return { id, spec: parsed.data, problems: [] };
    const problems = problemsOf(parsed.error, { schema: vimanaSchema, value, at: ["vimanas", id] });
    const rest = vimanaSchema.safeParse({ ...without(value, faultyParts(parsed.error)) });
    return { id, spec: rest.success ? rest.data : undefined, problems };
  });
  return {
    problems: checked.flatMap(({ problems }) => problems),
    specs: Object.fromEntries(checked.flatMap(({ id, spec }) => (spec === undefined ? [] : [[id, spec]]))),
  };
}

type Steps = readonly string[];

/**
 * The parts that have to be left out. A server or domain goes as a whole, since its other rules would only tell of what
 * is missing; of a Vimana, the field goes and its default stays.
 */
function faultyParts(error: z.core.$ZodError): readonly Steps[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
    return paths.map((steps) => steps.slice(0, depthOf(steps)));
  });
}

function depthOf([top, , inside]: Steps): number {
  if (top !== "domains") return top === "gateway" || top === "tls" ? 2 : 1;
  return inside === "servers" ? 4 : 2;
}

function without(value: Readonly<Record<string, unknown>>, parts: readonly Steps[]): Record<string, unknown> {
  const kept = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    const inside = parts.filter(([first]) => first === key).map((steps) => steps.slice(1));
    if (inside.length === 0) return [[key, member]];
    if (!isObject(member) || inside.some(({ length }) => length === 0)) return [];
    return [[key, without(member, inside)]];
  });
  const faulty = new Set(parts.map(([first]) => first));
  const placeholders = Object.entries(PLACEHOLDERS).filter(([key]) => faulty.has(key));
  return Object.fromEntries([...kept, ...placeholders]);
}
