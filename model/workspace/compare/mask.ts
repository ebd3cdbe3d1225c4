import { canonicalJson, isObject, type JsonValue } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import { asJson } from "./as-json.js";
import type { FieldChange, ObjectDiff } from "./compare.js";
import { isManifest } from "./last-applied.js";
import { LAST_APPLIED } from "./normalise.js";
import { parsePath } from "./path.js";
import { isSecret, secretAsStored } from "./secret-data.js";

const NARROWEST = "++++++++";
const WIDER = "++++";

/**
 * Masks for the values of one Secret in several representations: under one key equal values get equal masks and
 * different ones different widths, in the order in which they are met. Neither content nor length shows.
 */
class Masks {
  readonly #byKey = new Map<string, Map<string, string>>();

  maskOf(key: string, value: unknown): string {
    const known = this.#byKey.get(key) ?? new Map<string, string>();
    this.#byKey.set(key, known);
    const text = canonicalJson(asJson(value));
    const mask = known.get(text) ?? NARROWEST + WIDER.repeat(known.size);
    known.set(text, mask);
    return mask;
  }

  /** Each value of a map masked under its key; anything else masked as one value. */
  maskAll(data: unknown): JsonValue {
    if (!isObject(data)) return this.maskOf("", data);
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, this.maskOf(key, value)]));
  }

  maskSecret(secret: KubeObject): KubeObject {
    const { data, stringData, metadata, ...rest } = secretAsStored(secret);
    return {
      ...rest,
      metadata: this.#maskMetadata(metadata),
      ...(data !== undefined && data !== null && { data: this.maskAll(data) }),
      ...(stringData !== undefined && stringData !== null && { stringData: this.maskAll(stringData) }),
    };
  }

  /** The manifest that client-side apply recorded holds the values as well. */
  #maskMetadata(metadata: KubeObject["metadata"]): KubeObject["metadata"] {
    const text: unknown = metadata.annotations?.[LAST_APPLIED];
    if (text === undefined) return metadata;
    const masked = typeof text === "string" ? this.#maskManifest(text) : NARROWEST;
    return { ...metadata, annotations: { ...metadata.annotations, [LAST_APPLIED]: masked } };
  }

  #maskManifest(text: string): string {
    try {
      const manifest: unknown = JSON.parse(text);
      return isManifest(manifest) ? JSON.stringify(this.maskSecret(manifest)) : NARROWEST;
    } catch {
      return NARROWEST;
    }
  }
}

/**
 * Representations of one object (target, live, …) that may be shown: a Secret's values are masked so that equality
 * stays visible across them and content does not. Text of `stringData` counts as the `data` it becomes. Other kinds
 * and absent representations stay as they are.
 */
export function maskSecrets(objects: readonly (KubeObject | undefined)[]): (KubeObject | undefined)[] {
  const masks = new Masks();
  return objects.map((object) =>
    object !== undefined && isSecret(object) ? masks.maskSecret(object) : object,
  );
}

/** The differences of an object that may be shown: see {@link maskSecrets}. */
export function maskChanges(object: KubeObject, diff: ObjectDiff): ObjectDiff {
  if (!isSecret(object)) return diff;
  const masks = new Masks();
  return { ...diff, changes: diff.changes.map((change) => maskChange(change, masks)) };
}

function maskChange(change: FieldChange, masks: Masks): FieldChange {
  const mask = maskerFor(change.path, masks);
  // In this order, so that the target has the narrower mask.
  const target = mask(change.target);
  return { path: change.path, live: mask(change.live), target };
}

function maskerFor(path: string, masks: Masks): (value: JsonValue | undefined) => JsonValue | undefined {
  const [first, key] = parsePath(path);
  if (first === undefined) {
    return (value) => (isManifest(value) ? asJson(masks.maskSecret(value)) : hidden(value, masks));
  }
  if (first !== "data" && first !== "stringData") return (value) => value;
  if (typeof key !== "string") return (value) => (value === undefined ? undefined : masks.maskAll(value));
  return (value) => (value === undefined ? undefined : masks.maskOf(key, value));
}

function hidden(value: JsonValue | undefined, masks: Masks): JsonValue | undefined {
  return value === undefined ? undefined : masks.maskOf("", value);
}
