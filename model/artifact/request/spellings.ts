import type { JsonObject, JsonValue } from "../../shared/json.js";

/** How a field that was written one way is read. */
export interface Spelling {
  readonly from: string;
  /** The right field; the spelling is left alone when that is there as well. */
  readonly to: string;
  /** What is told to the user; absent when both ways are right. */
  readonly warning?: string;
  /** Which values are meant; default all. */
  readonly when?: (value: JsonValue) => boolean;
  /** The members that take the field's place. */
  readonly convert: (value: JsonValue) => JsonObject;
}

const isText = (value: JsonValue): boolean => typeof value === "string";

function renamed(from: string, to: string, warning?: string): Spelling {
  return {
    from,
    to,
    ...(warning === undefined ? {} : { warning }),
    convert: (value) => ({ [to]: value }),
  };
}

export const TASK_SPELLINGS: readonly Spelling[] = [
  renamed("spec", "taskSpec"),
  renamed("paramValues", "params"),
];

/** Of steps, sidecars and the step template. */
export const CONTAINER_SPELLINGS: readonly Spelling[] = [
  renamed("computeResource", "computeResources", 'is written "computeResources"'),
  {
    from: "command",
    to: "command",
    warning: "is a list of words; the text is read as its only one",
    when: isText,
    convert: (command) => ({ command: [command] }),
  },
];

export const ENV_SPELLINGS: readonly Spelling[] = [
  inValueFrom("secretKeyRef", "secretKeyRef"),
  inValueFrom("sercretKeyRef", "secretKeyRef"),
  inValueFrom("configMapKeyRef", "configMapKeyRef"),
];

function inValueFrom(from: string, field: string): Spelling {
  return {
    from,
    to: "valueFrom",
    warning: `is written "valueFrom.${field}"`,
    convert: (reference) => ({ valueFrom: { [field]: reference } }),
  };
}

export const VOLUME_SPELLINGS: readonly Spelling[] = [
  {
    from: "emptyDir",
    to: "emptyDir",
    warning: "is an object, {} or {medium: Memory}; the text is read as its medium",
    when: isText,
    convert: (medium) => ({ emptyDir: medium === "" ? {} : { medium } }),
  },
];
