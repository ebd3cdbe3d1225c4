import * as pulumi from "@pulumi/pulumi";
import { canonicalJson, isObject } from "../../model/shared/json.js";
import type { KubeObject, ObjectKey } from "../../model/shared/kubernetes-object.js";
import { asJson } from "../../model/workspace/compare/as-json.js";
import { isSecret } from "../../model/workspace/compare/secret-data.js";
import { declaredKey } from "../../providers/workspace/sync/targets.js";

/**
 * Puts values that are not known yet in place of what stands for them in a text, each as `escape` makes it fit there;
 * the text itself when it holds none.
 */
export type Fill = (text: string, escape: (value: string) => string) => pulumi.Input<string>;

/** Rendered objects as a sync takes them: canonical JSON by key. */
export interface ObjectTexts {
  readonly objects: Readonly<Record<ObjectKey, pulumi.Input<string>>>;
  readonly secrets: Readonly<Record<ObjectKey, pulumi.Input<string>>>;
  /** Keys that are there more than once; the last one counts. */
  readonly repeated: readonly ObjectKey[];
}

/** Turns objects into texts. Only an object that holds a value which is not known yet waits for it. */
export function objectTexts(rendered: readonly KubeObject[], fill: Fill): ObjectTexts {
  const objects: Record<ObjectKey, pulumi.Input<string>> = {};
  const secrets: Record<ObjectKey, pulumi.Input<string>> = {};
  const repeated = new Set<ObjectKey>();
  for (const object of rendered) {
    const key = declaredKey(object);
    if (key in objects || key in secrets) repeated.add(key);
    if (isSecret(object)) secrets[key] = secretText(object, fill);
    else objects[key] = fill(canonicalJson(asJson(object)), insideJson);
  }
  return { objects, secrets, repeated: [...repeated] };
}

/** Whether an object holds a text, for Secrets also behind base64. */
export function holdsText(object: KubeObject, text: string): boolean {
  if (JSON.stringify(object).includes(text)) return true;
  return isSecret(object) && decodedData(object).some(([, plain]) => plain.includes(text));
}

/** What stands for a value may be behind base64, where templates encode what they are given. */
function secretText(secret: KubeObject, fill: Fill): pulumi.Input<string> {
  const text = fill(canonicalJson(asJson(secret)), insideJson);
  const late = decodedData(secret).flatMap(([field, plain]): [string, pulumi.Output<string>][] => {
    const filled = fill(plain, asItIs);
    return filled === plain ? [] : [[field, pulumi.output(filled)]];
  });
  if (late.length === 0) return text;
  return pulumi.all([text, pulumi.all(late.map(([, value]) => value))]).apply(([known, values]) => {
    const object: unknown = JSON.parse(known);
    if (!isObject(object)) return known;
    const data: Record<string, unknown> = { ...(isObject(object["data"]) ? object["data"] : {}) };
    for (const [index, [field]] of late.entries())
      data[field] = Buffer.from(values[index] ?? "").toString("base64");
    return canonicalJson(asJson({ ...object, data }));
  });
}

function decodedData({ data }: KubeObject): [field: string, plain: string][] {
  return Object.entries(isObject(data) ? data : {}).flatMap(([field, value]) =>
    typeof value === "string" ? [[field, Buffer.from(value, "base64").toString("utf8")]] : [],
  );
}

function insideJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function asItIs(value: string): string {
  return value;
}
