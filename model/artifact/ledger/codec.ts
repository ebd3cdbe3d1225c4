import { isObject } from "../../shared/json.js";
import type { KubeMetadata, KubeObject } from "../../shared/kubernetes-object.js";
import { OWNER_ANNOTATION, OWNER_LABEL, ownerHash, TOKEN_ANNOTATION } from "../../shared/ownership.js";
import { ARTIFACT_LABELS, shortHash, slotName } from "../names.js";
import type { InstanceRecord, LedgerEntry } from "./record.js";
import { readRecord } from "./read-record.js";

/** Whose a slot's Secret is: the pool's mark, and its instance token where it has one. */
export interface SlotOwnership {
  readonly mark: string;
  readonly token?: string;
}

/** Why a Secret is no slot of a ledger, for people; never a value out of it. */
export interface SlotProblem {
  readonly problem: string;
}

const RECORD_KEY = "record";
const RESULT_PREFIX = "result.";

/** The Secret of an instance. Its name takes the slot. A known `resourceVersion` and `uid` guard the write. */
export function slotSecret(
  artifact: string,
  namespace: string,
  entry: LedgerEntry,
  ownership: SlotOwnership,
): KubeObject {
  const { mark, token } = ownership;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: slotName(artifact, entry.record.slot),
      namespace,
      ...versionOf(entry),
      labels: { ...labelsOf(artifact, entry.record), [OWNER_LABEL]: ownerHash(mark) },
      annotations: {
        [OWNER_ANNOTATION]: mark,
        ...(token === undefined ? {} : { [TOKEN_ANNOTATION]: token }),
      },
    },
    type: "Opaque",
    data: dataOf(entry),
  };
}

/** A slot's Secret with another entry: whatever else is on it, such as its owner's mark, stays. */
export function updatedSlotSecret(live: KubeObject, entry: LedgerEntry): KubeObject {
  const artifact = live.metadata.labels?.[ARTIFACT_LABELS.artifact] ?? "";
  return {
    ...live,
    metadata: {
      ...live.metadata,
      ...versionOf(entry),
      labels: { ...live.metadata.labels, ...labelsOf(artifact, entry.record) },
    },
    data: dataOf(entry),
  };
}

/** The entry in a slot's Secret. What a later version has added to it stays. */
export function parseSlotSecret(object: KubeObject): LedgerEntry | SlotProblem {
  const { name = "", labels = {}, resourceVersion, uid } = object.metadata;
  const data = isObject(object["data"]) ? object["data"] : {};
  const text = data[RECORD_KEY];
  if (typeof text !== "string") return { problem: `Secret ${name} has no key "${RECORD_KEY}"` };
  const record = readRecord(decoded(text));
  if ("problem" in record) return { problem: `Secret ${name}: its record ${record.problem}` };
  const artifact = labels[ARTIFACT_LABELS.artifact];
  if (artifact === undefined || slotName(artifact, record.slot) !== name) {
    return {
      problem: `Secret ${name}: its record is of slot ${record.slot}, which its name and labels are not`,
    };
  }
  return {
    record,
    results: resultsIn(data),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(uid === undefined ? {} : { uid }),
  };
}

function labelsOf(artifact: string, { instance, state, specHash }: InstanceRecord): Record<string, string> {
  return {
    [ARTIFACT_LABELS.artifact]: artifact,
    [ARTIFACT_LABELS.instance]: instance,
    [ARTIFACT_LABELS.state]: state,
    [ARTIFACT_LABELS.spec]: shortHash(specHash),
  };
}

function versionOf({ resourceVersion, uid }: LedgerEntry): Pick<KubeMetadata, "resourceVersion" | "uid"> {
  return {
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(uid === undefined ? {} : { uid }),
  };
}

function dataOf({ record, results }: LedgerEntry): Record<string, string> {
  return {
    [RECORD_KEY]: encoded(JSON.stringify(record)),
    ...Object.fromEntries(
      Object.entries(results).map(([name, value]) => [`${RESULT_PREFIX}${name}`, encoded(value)]),
    ),
  };
}

function resultsIn(data: Readonly<Record<string, unknown>>): Record<string, string> {
  const results: Record<string, string> = {};
  for (const [key, value] of Object.entries(data)) {
    if (key.startsWith(RESULT_PREFIX) && typeof value === "string") {
      results[key.slice(RESULT_PREFIX.length)] = decoded(value);
    }
  }
  return results;
}

function encoded(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

function decoded(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
