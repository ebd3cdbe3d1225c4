import { createHash, scryptSync } from "node:crypto";
import { canonicalJson, type JsonValue } from "../../../model/shared/json.js";
import type { SyncInputs } from "../sync.js";

/** Inputs whose change makes a sync another one, so that its hooks run again. */
const FIELDS = [
  "namespace",
  "createNamespace",
  "namespaceMetadata",
  "objects",
  "syncOptions",
  "prune",
  "approvePrune",
  "ignoreDifferences",
  "force",
] as const satisfies readonly (keyof SyncInputs)[];

/** Each digest is asked for several times in one operation, of thousands of objects. */
const known = new WeakMap<SyncInputs, Map<string, string>>();

/**
 * What a sync is about, as `<salt>:<digest>`. It is kept in the cluster beside Secrets that its readers may not
 * read, so what Secrets hold goes through a function that is slow to guess with.
 */
export function operationDigest(inputs: SyncInputs, salt: string): string {
  const bySalt = known.get(inputs) ?? new Map<string, string>();
  known.set(inputs, bySalt);
  const digest = bySalt.get(salt) ?? computed(inputs, salt);
  bySalt.set(salt, digest);
  return digest;
}

/** Whether inputs are those of which a digest was taken. */
export function isSameOperation(inputs: SyncInputs, digest: string): boolean {
  const salt = digest.split(":")[0] ?? "";
  return salt !== "" && operationDigest(inputs, salt) === digest;
}

function computed(inputs: SyncInputs, salt: string): string {
  const fields: JsonValue = Object.fromEntries(FIELDS.map((field) => [field, inputs[field] ?? null]));
  const digest = createHash("sha256")
    .update(`${salt}\n${slowDigest(inputs.secrets, salt)}\n${canonicalJson(fields)}`)
    .digest("hex");
  return `${salt}:${digest}`;
}

function slowDigest(secrets: SyncInputs["secrets"], salt: string): string {
  if (Object.keys(secrets).length === 0) return "";
  return scryptSync(canonicalJson(secrets), salt, 32).toString("hex");
}
