import { describeRef } from "../../../clients/kubernetes/objects.js";
import type { KubernetesClient, KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import { OWNER_ANNOTATION } from "../../../model/shared/ownership.js";
import { ledgerName, LABELS, serverName } from "../../../model/vimana/names.js";
import { versionFault } from "../../../model/vimana/versions.js";
import { retryConflicts } from "../../kubernetes/retry-conflicts.js";
import type { KindContext } from "../../runtime/context.js";
import { lookFor, NOTHING_SEEN } from "./available.js";
import { withRuns } from "./decide.js";
import { formatEntry, isUsed, parseEntry, type Records, UNREADABLE } from "./entry.js";

/** Field manager of whoever writes a ledger. */
export const LEDGER_MANAGER = "groundplan-vimana-ledger";

/** A ledger as the cluster has it. */
export interface StoredLedger {
  readonly object: KubeObject;
  readonly records: Records;
}

/** The ConfigMap with the ledger of a server. */
export function ledgerRef({
  namespace,
  fullName,
}: {
  readonly namespace: string;
  readonly fullName: string;
}): ObjectRef {
  return { apiVersion: "v1", kind: "ConfigMap", namespace, name: ledgerName(fullName) };
}

/**
 * The ledger, undefined when there is none. Stacks may share it.
 * @throws Failure for a ConfigMap of that name that groundplan has not made
 */
export async function readLedger(
  client: Pick<KubernetesClient, "get" | "server">,
  ref: ObjectRef,
): Promise<StoredLedger | undefined> {
  const object = await client.get(ref);
  if (object === undefined) return undefined;
  if (object.metadata.annotations?.[OWNER_ANNOTATION] === undefined) {
    throw new Failure({
      what: "it exists already and bears no owner mark, so it is not a ledger of versions",
      where: `${describeRef(ref)} on ${client.server}`,
      next: "Remove it, or give it another name",
    });
  }
  return { object, records: recordsOf(object) };
}

/** The entries of a ledger's ConfigMap. */
export function recordsOf(object: KubeObject): Records {
  const versions = Object.entries(dataOf(object)).filter(([key]) => versionFault(key) === undefined);
  return Object.fromEntries(versions.map(([version, text]) => [version, parseEntry(text)]));
}

/** Whether what is recorded differs in more than the time of the last look. */
export function differs(before: Records, after: Records): boolean {
  const text = (records: Records): string =>
    Object.keys(records)
      .sort()
      .map((version) => `${version} ${formatEntry({ ...(records[version] ?? UNREADABLE), lastSeen: "" })}`)
      .join("\n");
  return text(before) !== text(after);
}

/** The ConfigMap's data with these entries; keys that are no versions, and texts that cannot be read, stay. */
export function ledgerData(records: Records, object?: KubeObject): Record<string, unknown> {
  const before = object === undefined ? {} : dataOf(object);
  const others = Object.entries(before).filter(([key]) => versionFault(key) !== undefined);
  return {
    ...Object.fromEntries(others),
    ...Object.fromEntries(
      Object.entries(records).map(([version, entry]) => [
        version,
        entry === UNREADABLE ? before[version] : formatEntry(entry),
      ]),
    ),
  };
}

/**
 * Records that versions have carried weight, and finds out of the others that are pending whether they ran. Without
 * it a version that never came up could not be told from one that did.
 *
 * @param at.ledger name of the ConfigMap
 * @throws KubeError when others keep writing to the ledger
 */
export async function markServed(
  client: KubernetesClient,
  at: { readonly namespace: string; readonly ledger: string; readonly versions: readonly string[] },
  { now, signal }: Pick<KindContext, "now" | "signal">,
): Promise<void> {
  const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: at.namespace, name: at.ledger };
  await retryConflicts(signal, async () => {
    const found = await readLedger(client, ref);
    if (found === undefined) return;
    const { object, records } = found;
    const silent = pendingVersions(records).filter((version) => !at.versions.includes(version));
    const fullName = serverOf(object);
    const seen =
      fullName === undefined
        ? NOTHING_SEEN
        : await lookFor(client, { namespace: at.namespace, fullName }, silent);
    const after = withRuns(records, new Set([...at.versions, ...seen.ran]), new Date(now()).toISOString());
    if (differs(records, after)) await writeLedger(client, object, after);
  });
}

/** Writes the entries into the ConfigMap that was read; KubeError Conflict when it is not that one any more. */
export async function writeLedger(
  client: KubernetesClient,
  object: KubeObject,
  records: Records,
  metadata: KubeObject["metadata"] = {},
): Promise<KubeObject> {
  return client.replace(
    {
      ...object,
      metadata: {
        ...object.metadata,
        labels: { ...object.metadata.labels, ...metadata.labels },
        annotations: { ...object.metadata.annotations, ...metadata.annotations },
      },
      data: ledgerData(records, object),
    },
    { fieldManager: LEDGER_MANAGER },
  );
}

/** Versions of which nobody has seen yet that they ran. */
export function pendingVersions(records: Records): string[] {
  return Object.entries(records).flatMap(([version, entry]) => (isUsed(entry) ? [] : [version]));
}

/** Names one ledger. */
export function describeLedger(ref: ObjectRef, server: string): string {
  return `${describeRef(ref)} on ${server}`;
}

function serverOf({ metadata: { labels } }: KubeObject): string | undefined {
  const [domain, server] = [labels?.[LABELS.domain], labels?.[LABELS.server]];
  return domain === undefined || server === undefined ? undefined : serverName(domain, server);
}

function dataOf(object: KubeObject): Record<string, unknown> {
  return isObject(object["data"]) ? object["data"] : {};
}
