import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Problem } from "../../shared/problem.js";
import { optionEntries, optionEntry, optionValue, type OptionEntry } from "../annotations.js";

/** What `Prune` and `Delete` may say: go ahead, keep, or only when its key is approved. */
export const REMOVALS = ["true", "false", "confirm"] as const;
export type Removal = (typeof REMOVALS)[number];

/** How a deletion treats what the object owns. */
export const PROPAGATIONS = ["foreground", "background", "orphan"] as const;
export type Propagation = (typeof PROPAGATIONS)[number];

/** The options of a whole workspace, with their defaults filled in. */
export interface SyncOptions {
  /** Make the destination namespace when it is missing; it is never removed. Default false. */
  readonly createNamespace: boolean;
  /** The server refuses unknown and duplicate fields. Default true. */
  readonly validate: boolean;
  /** Objects of a kind that the server does not serve yet are not tried beforehand, instead of refused. Default false. */
  readonly skipDryRunOnMissingResource: boolean;
  /** Objects that are in sync take no part: not waited for, not in the results. Default false. */
  readonly applyOutOfSyncOnly: boolean;
  /** Removals come after everything else. Default false. */
  readonly pruneLast: boolean;
  /** Default foreground. */
  readonly prunePropagationPolicy: Propagation;
  /** Default for objects that say nothing themselves. Default true. */
  readonly prune: Removal;
  /** Default for objects that say nothing themselves. Default true. */
  readonly delete: Removal;
  /** Replace objects instead of applying them. Default false. */
  readonly replace: boolean;
  /** Delete and create anew what cannot be changed. Default false. */
  readonly force: boolean;
  /** An object that another workspace or Argo CD owns is an error rather than a warning. Default false. */
  readonly failOnSharedResource: boolean;
  /** Fields whose differences are ignored keep their live values. Default false. */
  readonly respectIgnoreDifferences: boolean;
  /** Fields that kubectl's client-side apply owns are taken over. Default true. */
  readonly clientSideApplyMigration: boolean;
}

/** Options of one object: those of the workspace, overridden by its annotation. */
export type ObjectOptions = Pick<
  SyncOptions,
  | "validate"
  | "skipDryRunOnMissingResource"
  | "pruneLast"
  | "prune"
  | "delete"
  | "replace"
  | "force"
  | "clientSideApplyMigration"
>;

export const DEFAULT_SYNC_OPTIONS: SyncOptions = {
  createNamespace: false,
  validate: true,
  skipDryRunOnMissingResource: false,
  applyOutOfSyncOnly: false,
  pruneLast: false,
  prunePropagationPolicy: "foreground",
  prune: "true",
  delete: "true",
  replace: false,
  force: false,
  failOnSharedResource: false,
  respectIgnoreDifferences: false,
  clientSideApplyMigration: true,
};

interface OptionRule {
  readonly values: readonly string[];
  /** Whether an object's annotation may set it. */
  readonly onObjects: boolean;
  /** What the option means; undefined when the value asks for nothing. */
  readonly meaning: (value: string) => Partial<SyncOptions>;
}

const BOOLEANS = ["true", "false"];

function flag(name: FlagName, onObjects: boolean): OptionRule {
  return { values: BOOLEANS, onObjects, meaning: (value) => ({ [name]: value === "true" }) };
}

type FlagName = {
  [Name in keyof SyncOptions]: SyncOptions[Name] extends boolean ? Name : never;
}[keyof SyncOptions];

function oneOf<Value extends string>(
  values: readonly Value[],
  onObjects: boolean,
  meaning: (value: Value) => Partial<SyncOptions>,
): OptionRule {
  return {
    values,
    onObjects,
    meaning: (text) => {
      const value = values.find((candidate) => candidate === text);
      return value === undefined ? {} : meaning(value);
    },
  };
}

const RULES: ReadonlyMap<string, OptionRule> = new Map([
  ["CreateNamespace", flag("createNamespace", false)],
  ["Validate", flag("validate", true)],
  ["SkipDryRunOnMissingResource", flag("skipDryRunOnMissingResource", true)],
  ["ApplyOutOfSyncOnly", flag("applyOutOfSyncOnly", false)],
  ["PruneLast", flag("pruneLast", true)],
  [
    "PrunePropagationPolicy",
    oneOf(PROPAGATIONS, false, (prunePropagationPolicy) => ({ prunePropagationPolicy })),
  ],
  ["Prune", oneOf(REMOVALS, true, (prune) => ({ prune }))],
  ["Delete", oneOf(REMOVALS, true, (removal) => ({ delete: removal }))],
  ["Replace", flag("replace", true)],
  ["Force", flag("force", true)],
  // Server-side apply is how everything is written, so that asking for it changes nothing.
  ["ServerSideApply", oneOf(["true"], true, () => ({}))],
  ["FailOnSharedResource", flag("failOnSharedResource", false)],
  ["RespectIgnoreDifferences", flag("respectIgnoreDifferences", false)],
  ["ClientSideApplyMigration", flag("clientSideApplyMigration", true)],
]);

/** The names of the options that a workspace may have. */
const SYNC_OPTION_NAMES: readonly string[] = [...RULES.keys()];

/** Options that were read, and what is wrong with the texts. */
export interface ParsedSyncOptions {
  readonly options: SyncOptions;
  readonly problems: readonly Problem[];
}

/**
 * Reads the `syncOptions` of a workspace. An unknown name, a value that the option does not have, and the same option
 * with two values are problems; their paths are `[index]`.
 */
export function parseSyncOptions(texts: readonly string[]): ParsedSyncOptions {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  let options = DEFAULT_SYNC_OPTIONS;
  for (const [index, text] of texts.entries()) {
    const { name, value } = optionEntry(text.trim());
    const fault = faultOf(name, value, seen.get(name));
    if (fault !== undefined) problems.push({ path: `[${index}]`, ...fault });
    else options = { ...options, ...RULES.get(name)?.meaning(value) };
    seen.set(name, value);
  }
  return { options, problems };
}

/** The fault of one option, if it has any. */
function faultOf(name: string, value: string, before?: string): Omit<Problem, "path"> | undefined {
  const rule = RULES.get(name);
  if (rule === undefined) return { reason: `"${name}" is no sync option`, fix: nameFix(name) };
  if (!rule.values.includes(value)) {
    const given = value === "" ? `${name} has no value` : `${name} cannot be "${value}"`;
    return {
      reason: `sync option ${given}`,
      fix: `write ${rule.values.map((each) => `${name}=${each}`).join(" or ")}`,
    };
  }
  if (before !== undefined && before !== value) {
    return { reason: `sync option ${name} is "${before}" as well as "${value}"`, fix: "keep one of the two" };
  }
  return undefined;
}

function nameFix(name: string): string {
  const meant = SYNC_OPTION_NAMES.find((candidate) => letters(candidate) === letters(name));
  return meant === undefined ? `the options are ${SYNC_OPTION_NAMES.join(", ")}` : `did you mean "${meant}"?`;
}

function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, "");
}

/**
 * The options of one object. Its `sync-options` annotation overrides the workspace's options, and what it leaves open
 * the annotation of the live object may say, so that a mark on the object in the cluster counts too. Values that an
 * option does not have count as not written.
 */
export function objectOptions(object: KubeObject, app: SyncOptions, live?: KubeObject): ObjectOptions {
  const stated = [object, live]
    .map((each) => (each === undefined ? [] : optionEntries(each, "sync-options")))
    .filter((entries) => entries.length > 0);
  if (stated.length === 0) return app;
  const own = [...RULES].reduce<Partial<SyncOptions>>((options, [name, rule]) => {
    const value = rule.onObjects ? statedValue(name, rule, stated) : undefined;
    return value === undefined ? options : { ...options, ...rule.meaning(value) };
  }, {});
  return { ...app, ...own };
}

function statedValue(
  name: string,
  rule: OptionRule,
  stated: readonly (readonly OptionEntry[])[],
): string | undefined {
  return stated
    .map((entries) => entries.find((entry) => entry.name === name)?.value)
    .find((value) => value !== undefined && rule.values.includes(value));
}

/** Whether the object itself, rather than the workspace, asks for its removal by `<option>=true`. */
export function statesRemoval(object: KubeObject, option: "Prune" | "Delete"): boolean {
  return optionValue(object, "sync-options", option) === "true";
}

/** What is wrong with an object's `sync-options` annotation, as reasons; such entries do not count. */
export function objectOptionFaults(object: KubeObject): Omit<Problem, "path">[] {
  return optionEntries(object, "sync-options").flatMap(({ name, value }) => {
    const fault = faultOf(name, value);
    if (fault !== undefined) return [fault];
    return RULES.get(name)?.onObjects === false
      ? [
          {
            reason: `sync option ${name} is for a whole workspace`,
            fix: "write it in the workspace's syncOptions",
          },
        ]
      : [];
  });
}
