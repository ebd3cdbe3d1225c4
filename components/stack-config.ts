import * as pulumi from "@pulumi/pulumi";
import { isObject } from "../model/shared/json.js";

/**
 * One entry of an object in the stack's configuration: `groundplan:<key>.<name>`. Read without the SDK's accessors,
 * which warn whenever a secret is read as text; whatever comes from it is made secret again where it is passed on.
 *
 * @throws pulumi.RunError when the value is no object; its text is not shown, for it may be secret
 */
export function configEntry(key: string, name: string): unknown {
  return configEntries(key)[name];
}

/** All entries of such an object; none when the stack has no such key. */
export function configEntries(key: string): Readonly<Record<string, unknown>> {
  const text = pulumi.runtime.allConfig()[`groundplan:${key}`];
  if (text === undefined) return {};
  const value = parsed(text);
  if (isObject(value)) return value;
  throw new pulumi.RunError(
    `groundplan:${key} must be an object by name. ` +
      `Set its members with \`pulumi config set --path 'groundplan:${key}.<name>.<setting>' <value>\``,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
