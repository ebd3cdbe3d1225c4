import { canonicalJson, isObject, type JsonObject, type JsonValue } from "../shared/json.js";
import type { KINDS } from "./constants.js";

/** Who keeps statuses in step: groundplan itself, or the imagehub controller with its webhooks. */
export type HubMode = "direct" | "controller";
type HubKind = (typeof KINDS)[keyof typeof KINDS];

/** What the change of one field needs. */
export interface DiffRule {
  readonly kind: HubKind;
  /** Path inside `spec`; applies to everything below it. */
  readonly field: string;
  /** `cleared`: had a value and has none now. Default `any` change. */
  readonly change?: "any" | "cleared";
  /** Default: in both modes. */
  readonly mode?: HubMode;
  readonly action: "update" | "replace";
  /** Only with `replace`: whether the old object goes first, because the new one has the same name. */
  readonly deleteBeforeReplace?: boolean;
  /** What the user should know. */
  readonly warning?: string;
}

const BACK_FILLED = ["detail.docs", "detail.icon", "detail.description", "detail.keywords"];

/** Every change and what it needs; the first rule that fits holds. What no rule names is an update. */
export const DIFF_RULES: readonly DiffRule[] = [
  { kind: "Image", field: "name", action: "replace", deleteBeforeReplace: false },
  { kind: "Repository", field: "name", action: "replace", deleteBeforeReplace: false },
  { kind: "Organization", field: "name", action: "replace", deleteBeforeReplace: false },
  // The controller's webhook copies these from the stored object into an update that lacks them, so an update
  // would silently change nothing; a new object of the same name has nothing to copy from.
  ...BACK_FILLED.map((field): DiffRule => ({
    kind: "Image",
    field,
    change: "cleared",
    mode: "controller",
    action: "replace",
    deleteBeforeReplace: true,
  })),
  { kind: "Image", field: "detail", action: "update" },
  { kind: "Image", field: "type", action: "update" },
  { kind: "Repository", field: "isPrivate", action: "update" },
  { kind: "Organization", field: "manager", action: "update" },
  {
    kind: "Organization",
    field: "creator",
    action: "update",
    warning:
      "the imagehub webhook sets the creator when an organization is made; a later change is not checked",
  },
  // The name is computed from these, so the new object has another name.
  { kind: "DataPack", field: "type", action: "replace", deleteBeforeReplace: false },
  { kind: "DataPack", field: "names", action: "replace", deleteBeforeReplace: false },
  { kind: "DataPack", field: "expireTime", action: "replace", deleteBeforeReplace: false },
];

/** What the step from one `spec` to another needs. */
export interface SpecDiff {
  readonly action: "none" | "update" | "replace";
  readonly deleteBeforeReplace: boolean;
  /** Changed fields, as paths inside `spec`, sorted. */
  readonly fields: readonly string[];
  readonly warnings: readonly string[];
}

/** Applies {@link DIFF_RULES} to two specs. Absent, `null`, empty text and empty list are the same: no value. */
export function diffSpecs(kind: HubKind, mode: HubMode, before: JsonObject, after: JsonObject): SpecDiff {
  const changes = changedFields(before, after, "");
  const rules = changes.map((change) => ruleFor(kind, mode, change));
  const replacing = rules.filter((rule) => rule?.action === "replace");
  return {
    action: changes.length === 0 ? "none" : replacing.length > 0 ? "replace" : "update",
    // A new name needs no gap, whatever else changes.
    deleteBeforeReplace:
      replacing.length > 0 && replacing.every((rule) => rule?.deleteBeforeReplace === true),
    fields: changes.map(({ field }) => field).sort(),
    warnings: rules.flatMap((rule) => rule?.warning ?? []),
  };
}

interface Change {
  readonly field: string;
  readonly cleared: boolean;
}

function ruleFor(kind: HubKind, mode: HubMode, { field, cleared }: Change): DiffRule | undefined {
  return DIFF_RULES.find(
    (rule) =>
      rule.kind === kind &&
      (rule.mode ?? mode) === mode &&
      (rule.change !== "cleared" || cleared) &&
      (field === rule.field || field.startsWith(`${rule.field}.`)),
  );
}

function changedFields(before: JsonValue | undefined, after: JsonValue | undefined, field: string): Change[] {
  if (isObject(before) || isObject(after)) {
    const [left, right] = [members(before), members(after)];
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) =>
      changedFields(left[key], right[key], field === "" ? key : `${field}.${key}`),
    );
  }
  if (isEmpty(before) && isEmpty(after)) return [];
  if (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after))
    return [];
  return [{ field, cleared: isEmpty(after) }];
}

function members(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isEmpty(value: JsonValue | undefined): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
