import type { ProjectFiles } from "../../../config/raw-stack.js";
import { readStackFile } from "../../../config/stack-file.js";
import { checkStack, type CheckedStack } from "../../../config/stack-settings.js";
import { stringify } from "yaml";

/** An installation id that passes. */
export const INSTALLATION = "test-0123456789";

/** A project folder that holds just these files. */
export function filesOf(
  texts: Readonly<Record<string, string>> = {},
  credentialsExpected = false,
): ProjectFiles {
  return { credentialsExpected, read: (path) => texts[path], exists: (path) => path in texts };
}

/** Checks a stack file with this configuration, keys without the namespace. */
export function check(config: Readonly<Record<string, unknown>>, files = filesOf()): CheckedStack {
  const entries = Object.entries({ installation: INSTALLATION, ...config });
  const named = Object.fromEntries(entries.map(([key, value]) => [`groundplan:${key}`, value]));
  const disabled = { "pulumi:disable-default-providers": ["kubernetes"] };
  return checkStack(readStackFile(stringify({ config: { ...disabled, ...named } })), files);
}

/** Matches a text that contains this one. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}
