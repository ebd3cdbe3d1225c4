import * as pulumi from "@pulumi/pulumi";
import { structured } from "../raw-values.js";
import { valueAt } from "../value-at.js";

/**
 * A secret text of the stack's configuration, marked as secret.
 *
 * @param key Top-level key without the namespace: `imagehubSecrets`.
 * @param path Where the text is inside: `["controller", "webhook", "key"]`.
 * @throws pulumi.RunError when there is none; `loadSettings` has reported that before.
 */
export function secretText(key: string, path: readonly string[]): pulumi.Output<string> {
  const section = structured(key, pulumi.runtime.getConfig(`groundplan:${key}`));
  const text = "problem" in section ? undefined : valueAt(section.value, path);
  if (typeof text === "string") return pulumi.secret(text);
  throw new pulumi.RunError(`groundplan:${[key, ...path].join(".")} is missing`);
}
