import { z } from "zod";
import { isObject } from "../shared/json.js";
import type { Problem } from "../shared/problem.js";
import { formatPropertyPath } from "../shared/property-path.js";
import type { ArtifactRequest } from "./request/artifact-request.js";
import { validateRequest } from "./request/validate.js";
import { POOL_SETTINGS_SHAPE, type PoolSettings, settingsProblems } from "./settings.js";
import type { Named, Unit } from "./unit.js";

/** A pool, checked: what it builds and how it is kept. */
export interface PoolDefinition {
  /** Name of the artifact. */
  readonly name: string;
  readonly build: Unit;
  readonly clean: Unit;
  readonly settings: PoolSettings;
  /** Artifacts of which each instance holds one instance. */
  readonly refs: readonly string[];
  /** Accounts that the units name. */
  readonly accounts: readonly string[];
  /** Shared secrets that the units name. */
  readonly secrets: readonly string[];
  /** Names of the results that an instance has. */
  readonly results: readonly string[];
}

/** A pool, or what is wrong with it; warnings may come with a definition. */
export interface DefinedPool {
  /** Undefined when a problem is an error. */
  readonly definition: PoolDefinition | undefined;
  /** Paths are inside the request, or inside the settings beside it. */
  readonly problems: readonly Problem[];
}

const settingsSchema = z.strictObject(POOL_SETTINGS_SHAPE);

/** Keys of a pool's settings, which a request may hold and which may stand beside it. */
export const POOL_SETTING_KEYS: readonly string[] = Object.keys(POOL_SETTINGS_SHAPE);

/**
 * Checks a request together with the settings beside it, which count for more than those inside.
 *
 * @param request as written: its `name` may be missing
 * @param settings members of the pool's settings, as written
 * @param name of the artifact where the request has none
 */
export function definePool(
  request: unknown,
  settings: Readonly<Record<string, unknown>>,
  name: string,
): DefinedPool {
  const whole = isObject(request) ? { name, ...request, ...settings } : request;
  const { request: checked, problems } = validateRequest(whole);
  const kept = settingsSchema.safeParse(isObject(whole) ? pick(whole, POOL_SETTING_KEYS) : {});
  const told = new Set(problems.map(({ path }) => path));
  const ofSettings = kept.success ? settingsProblems(kept.data) : kept.error.issues.map(problemOf);
  const more = ofSettings.filter(({ path }) => !told.has(path));
  const all: readonly Problem[] = [...problems, ...more];
  const faulty = all.some(({ severity }) => severity !== "warning");
  if (faulty || checked === undefined || !kept.success) return { definition: undefined, problems: all };
  return { definition: definitionOf(checked, kept.data), problems: all };
}

function definitionOf(request: ArtifactRequest, settings: PoolSettings): PoolDefinition {
  const { build, clean } = request;
  return {
    name: request.name,
    build,
    clean,
    settings,
    refs: names(request.refs),
    accounts: names(build.accounts, clean.accounts),
    secrets: names(build.secrets, clean.secrets),
    results: names(build.results),
  };
}

function names(...lists: readonly (readonly Named[] | undefined)[]): readonly string[] {
  return [...new Set(lists.flatMap((list = []) => list.map(({ name }) => name)))].sort();
}

function pick(object: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));
}

function problemOf({ path, message }: z.core.$ZodIssue): Problem {
  const steps = path.map((step) => (typeof step === "number" ? step : String(step)));
  return { path: formatPropertyPath(steps), reason: message };
}
