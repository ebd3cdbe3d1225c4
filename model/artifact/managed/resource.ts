import { z } from "zod";
import type { JsonValue } from "../../shared/json.js";
import { isDnsLabel, labelValueFault } from "../../shared/names.js";
import type { Problem } from "../../shared/problem.js";
import { formatPropertyPath, type PropertyPath } from "../../shared/property-path.js";
import { plainJson } from "../request/plain-json.js";
import { type ParameterValue, substituteParameters } from "./substitute.js";

/** What a managed resource is made from. */
export interface ManagedSource {
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** Objects with `$(params.<name>)` in them. */
  readonly manifests: readonly unknown[];
  /** More results than the parameters themselves: texts with `$(params.<name>)` in them. */
  readonly results: Readonly<Record<string, string>>;
}

/** A managed resource with its parameters filled in. */
export interface PlannedResource {
  readonly objects: readonly ManagedObject[];
  /** What borrowers get: the parameters and the results. */
  readonly provided: Readonly<Record<string, string>>;
  readonly problems: readonly LocatedProblem[];
}

/** A problem whose path is still in steps; they begin with `manifests` or `results`. */
export interface LocatedProblem extends Omit<Problem, "path"> {
  readonly path: PropertyPath;
}

// What is known late stands in for itself as a text with a slash, which no name may have.
const NAMED_FIRST = "must be known before anything is created";
const labels = z.record(
  z.string(),
  z.string().refine((value) => labelValueFault(value) === undefined, {
    error: `${NAMED_FIRST}, and be at most 63 letters, digits, dashes, underscores and dots`,
  }),
);
const manifest = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().regex(/^[A-Za-z0-9]+$/, `${NAMED_FIRST}, and be the name of a kind`),
  metadata: z.looseObject({
    name: z.string().regex(/^[^/%]+$/, `${NAMED_FIRST}, and be the name of an object`),
    namespace: z
      .string()
      .refine((name) => name === "" || isDnsLabel(name), `${NAMED_FIRST}, and be the name of a namespace`)
      .exactOptional(),
    labels: labels.exactOptional(),
    annotations: z.record(z.string(), z.string()).exactOptional(),
  }),
});

/** An object to declare, in the namespace that it names, or in none. */
export type ManagedObject = z.infer<typeof manifest>;

/**
 * Fills the parameters in. Objects without a namespace get the resource's own; an empty one stands for objects that lie
 * in none.
 */
export function planResource(source: ManagedSource, namespace: string): PlannedResource {
  const problems: LocatedProblem[] = [];
  const filledIn = (value: JsonValue, at: PropertyPath): JsonValue => {
    const filled = substituteParameters(value, source.params);
    problems.push(...filled.problems.map((problem) => ({ ...problem, path: [...at, ...problem.path] })));
    return filled.value;
  };
  const objects = source.manifests.flatMap((text, index): ManagedObject[] => {
    const at = ["manifests", index];
    const parsed = manifest.safeParse(filledIn(plainJson(text), at));
    if (parsed.success) return [placedIn(namespace, parsed.data)];
    problems.push(...parsed.error.issues.map((issue) => problemOf(issue, at)));
    return [];
  });
  const provided = Object.fromEntries(
    Object.entries(source.params).map(([name, value]) => [name, String(value)]),
  );
  for (const [name, text] of Object.entries(source.results)) {
    const value = filledIn(text, ["results", name]);
    provided[name] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return { objects, provided, problems };
}

function placedIn(namespace: string, object: ManagedObject): ManagedObject {
  const { namespace: own = namespace, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, ...(own === "" ? {} : { namespace: own }) } };
}

function problemOf({ path, message }: z.core.$ZodIssue, at: PropertyPath): LocatedProblem {
  const inside = path.map((step) => (typeof step === "number" ? step : String(step)));
  const reason = message.startsWith(NAMED_FIRST)
    ? message
    : `${formatPropertyPath(inside)} is not as it must be: a manifest has apiVersion, kind and metadata.name`;
  return { path: [...at, ...inside], reason };
}
