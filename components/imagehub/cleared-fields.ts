import type * as pulumi from "@pulumi/pulumi";
import type { ImageDetailArgs } from "./image-detail.js";

/** Annotation with the names of those back-filled fields that have a value. */
const SET_FIELDS_ANNOTATION = "imagehub.groundplan.dev/set-fields";

/**
 * How a field is cleared where the controller's webhook runs: it copies docs, icon, description and keywords from the
 * stored object into every update that lacks them, so only a new object of the same name can be without. A program
 * does not know what was declared before, and the engine's options cannot tell "removed" from "added"; so the object
 * names the fields that have a value, and is replaced when that list changes. Adding such a field replaces the object
 * too, which costs a moment's absence and nothing else.
 *
 * @param mode without a controller nothing is copied, and clearing is an update
 * @param lookedUp fields from a registry are left out of the list: they come and go with the registry's own facts
 */
export function clearedFieldRules(
  mode: "direct" | "controller",
  declared: ImageDetailArgs,
  lookedUp: boolean,
): {
  readonly annotations: Readonly<Record<string, string>>;
  readonly options: pulumi.CustomResourceOptions;
} {
  if (mode === "direct") return { annotations: {}, options: {} };
  const values = Object.entries(declared).filter(([, value]: [string, unknown]) => !isEmpty(value));
  const set = values.map(([field]) => field).filter((field) => BACK_FILLED.has(field));
  return {
    annotations: { [SET_FIELDS_ANNOTATION]: [...set.sort(), ...(lookedUp ? ["registry"] : [])].join(",") },
    options: {
      replaceOnChanges: [`metadata.annotations["${SET_FIELDS_ANNOTATION}"]`],
      deleteBeforeReplace: true,
    },
  };
}

/** The only fields that the webhook copies; others are cleared by an update in either mode. */
const BACK_FILLED: ReadonlySet<string> = new Set<keyof ImageDetailArgs>([
  "docs",
  "icon",
  "description",
  "keywords",
]);

function isEmpty(value: unknown): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
