import * as pulumi from "@pulumi/pulumi";
import { DISABLED_DEFAULTS } from "../ambient.js";
import type { RawStack } from "../raw-stack.js";
import { foreignKeyProblems, ownKey, structured, TEXT_KEYS } from "../raw-values.js";

/** Where the language host names the keys that hold a secret; the SDK has no public way to ask. */
const SECRET_KEYS = "PULUMI_CONFIG_SECRET_KEYS";

/** Reads the stack's configuration as the engine hands it to the program: decrypted, structured values as JSON. */
export function readProgramConfig(): RawStack {
  const config = pulumi.runtime.allConfig();
  const values = new Map<string, unknown>();
  const problems = [...foreignKeyProblems(Object.keys(config))];
  for (const [fullKey, text] of Object.entries(config)) {
    const key = ownKey(fullKey);
    if (key === undefined) continue;
    const result = TEXT_KEYS.includes(key) ? { value: text } : structured(key, text);
    if ("problem" in result) problems.push(result.problem);
    else values.set(key, result.value);
  }
  const secret: unknown = JSON.parse(process.env[SECRET_KEYS] ?? "[]");
  const keys = Array.isArray(secret) ? secret.filter((key) => typeof key === "string") : [];
  return {
    values,
    encrypted: new Set(keys.flatMap((key) => ownKey(key) ?? [])),
    sealed: new Set(),
    defaultsDisabled: config[DISABLED_DEFAULTS],
    problems,
  };
}
