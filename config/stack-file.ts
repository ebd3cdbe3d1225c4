import { parseDocument } from "yaml";
import { isObject } from "../model/shared/json.js";
import { configurationSizeProblem } from "../model/shared/configuration-size.js";
import type { Problem } from "../model/shared/problem.js";
import { DISABLED_DEFAULTS } from "./ambient.js";
import { suggestion } from "../model/shared/did-you-mean.js";
import { SEALED, type RawStack } from "./raw-stack.js";
import { foreignKeyProblems, ownKey, structured, TEXT_KEYS } from "./raw-values.js";
import { yamlProblem } from "./yaml-problem.js";

/** Keys that Pulumi reads at the top of a stack file. */
const TOP_LEVEL = ["config", "encryptionsalt", "encryptedkey", "secretsprovider", "environment"];

/**
 * Reads the text of `Pulumi.<stack>.yaml`. Nothing is decrypted: an encrypted value counts as present and
 * unknown. Broken YAML and duplicate keys are problems with their line.
 */
export function readStackFile(text: string): RawStack {
  const document = parseDocument(text);
  const problems = document.errors.map((error) => yamlProblem(error, text));
  let content: unknown;
  try {
    content = document.toJS() ?? {};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return emptyStack([...problems, { path: "", reason }]);
  }
  if (!isObject(content)) {
    return emptyStack([...problems, { path: "", reason: "a stack file is an object with the key config" }]);
  }
  for (const key of Object.keys(content).filter((name) => !TOP_LEVEL.includes(name))) {
    problems.push({ path: key, reason: `unknown key "${key}"${suggestion(key, TOP_LEVEL)}` });
  }
  const config = content.config ?? {};
  if (!isObject(config)) return emptyStack([...problems, { path: "config", reason: "must be an object" }]);
  const size = configurationSizeProblem(config);
  if (size !== undefined) problems.push(size);
  return rawStack(config, problems);
}

function rawStack(config: Record<string, unknown>, problems: Problem[]): RawStack {
  const values = new Map<string, unknown>();
  const encrypted = new Set<string>();
  const sealed = new Set<string>();
  problems.push(...foreignKeyProblems(Object.keys(config)));
  for (const [fullKey, value] of Object.entries(config)) {
    const key = ownKey(fullKey);
    if (key === undefined) continue;
    if (isSecure(value)) {
      encrypted.add(key);
      sealed.add(key);
      values.set(key, TEXT_KEYS.includes(key) ? SEALED : undefined);
    } else if (TEXT_KEYS.includes(key)) {
      values.set(key, String(value));
    } else {
      const result = structured(key, value);
      if ("problem" in result) problems.push(result.problem);
      else
        values.set(
          key,
          unsealed(result.value, () => encrypted.add(key)),
        );
    }
  }
  return { values, encrypted, sealed, problems, defaultsDisabled: config[DISABLED_DEFAULTS] };
}

/** `{secure: …}` is how Pulumi writes an encrypted value. */
function isSecure(value: unknown): boolean {
  return isObject(value) && typeof value.secure === "string" && Object.keys(value).length === 1;
}

function unsealed(value: unknown, found: () => void): unknown {
  if (isSecure(value)) {
    found();
    return SEALED;
  }
  if (Array.isArray(value)) return value.map((element: unknown) => unsealed(element, found));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unsealed(member, found)]));
}

function emptyStack(problems: readonly Problem[]): RawStack {
  const nothing = {
    values: new Map<string, unknown>(),
    encrypted: new Set<string>(),
    sealed: new Set<string>(),
  };
  return { ...nothing, defaultsDisabled: undefined, problems };
}
