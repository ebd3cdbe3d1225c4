import { createHash } from "node:crypto";
import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import {
  accountSecretName,
  ARTIFACT_LABELS,
  artifactSecretName,
  refSecretName,
} from "../../../model/artifact/names.js";
import { canonicalJson } from "../../../model/shared/json.js";
import { OWNER_ANNOTATION } from "../../../model/shared/ownership.js";
import type { Site } from "../site.js";
import { persistently } from "./persist.js";
import { ARTIFACT_MANAGER } from "./pool-store.js";
import type { Slot } from "./slot-store.js";
import { preconditions, sameTexts, sendable, textsIn } from "./texts.js";

/** The contents of a Secret as texts. */
export function contentsOf(secret: KubeObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(textsIn(secret["data"])).map(([key, value]) => [
      key,
      Buffer.from(value, "base64").toString("utf8"),
    ]),
  );
}

/** SHA-256 over the contents of the shared secrets of an artifact; undefined when it has none. */
export function digestOfShared(site: Site, secrets: readonly KubeObject[]): string | undefined {
  const prefix = artifactSecretName(site.artifact, "");
  const shared = secrets
    .filter(({ metadata }) => metadata.name?.startsWith(prefix) === true)
    .map(({ metadata, data }): [string, Record<string, string>] => [metadata.name ?? "", textsIn(data)])
    .sort(([left], [right]) => (left < right ? -1 : 1));
  if (shared.length === 0) return undefined;
  return createHash("sha256")
    .update(canonicalJson(Object.fromEntries(shared)))
    .digest("hex");
}

/** Gives the runs of an instance the entry of an account: a copy that goes with the instance. */
export function writeAccountSecret(
  site: Site,
  slot: Slot,
  account: string,
  entry: KubeObject,
): Promise<void> {
  const name = accountSecretName(site.artifact, slot.entry.record.instance, account);
  return writeSecret(site, secretOf(site, slot, name, textsIn(entry["data"])));
}

/**
 * Gives the runs of an instance the results of what it refers to: `<artifact>` is JSON with the instance and all
 * results, `<artifact>.<result>` the text of one.
 */
export function writeRefSecret(
  site: Site,
  slot: Slot,
  claimed: Readonly<Record<string, Slot>>,
): Promise<void> {
  const data: Record<string, string> = {};
  for (const [artifact, { entry }] of Object.entries(claimed)) {
    data[artifact] = JSON.stringify({ inst_id: entry.record.instance, results: entry.results });
    for (const [name, value] of Object.entries(entry.results)) data[`${artifact}.${name}`] = value;
  }
  const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]);
  const name = refSecretName(site.artifact, slot.entry.record.instance);
  return writeSecret(site, secretOf(site, slot, name, textsIn(Object.fromEntries(encoded))));
}

/** Creates a Secret, or gives it this content, whoever else writes meanwhile. */
export function writeSecret(site: Site, wanted: KubeObject): Promise<void> {
  const ref: ObjectRef = {
    apiVersion: "v1",
    kind: "Secret",
    namespace: site.namespace,
    name: wanted.metadata.name ?? "",
  };
  return persistently(site.signal, async (attempt) => {
    if (attempt === 1) {
      try {
        await site.client.create(wanted, { fieldManager: ARTIFACT_MANAGER });
        return;
      } catch (error) {
        if (!isKubeError(error, "AlreadyExists")) throw error;
      }
    }
    const found = await site.client.get(ref);
    if (found === undefined) {
      await site.client.create(wanted, { fieldManager: ARTIFACT_MANAGER });
      return;
    }
    if (sameTexts(textsIn(found["data"]), textsIn(wanted["data"]))) return;
    await site.client.replace(
      { ...sendable(found), data: wanted["data"] },
      { fieldManager: ARTIFACT_MANAGER },
    );
  });
}

/** Removes Secrets of runs, as they were read. */
export async function dropSecrets(site: Site, secrets: readonly KubeObject[]): Promise<void> {
  for (const secret of secrets) {
    const { name = "", namespace = site.namespace } = secret.metadata;
    try {
      await site.client.delete({ apiVersion: "v1", kind: "Secret", namespace, name }, preconditions(secret));
    } catch (error) {
      if (!isKubeError(error, "Conflict")) throw error;
    }
  }
}

/** Removes what served the runs of one instance. */
export async function dropSecretsOf(site: Site, { entry: { record } }: Slot): Promise<void> {
  const names = [
    ...Object.keys(record.accounts).map((account) =>
      accountSecretName(site.artifact, record.instance, account),
    ),
    ...(Object.keys(record.refs).length === 0 ? [] : [refSecretName(site.artifact, record.instance)]),
  ];
  for (const name of names) {
    await site.client.delete({ apiVersion: "v1", kind: "Secret", namespace: site.namespace, name });
  }
}

function secretOf(site: Site, slot: Slot, name: string, data: Readonly<Record<string, string>>): KubeObject {
  const { name: owner = "", uid = "", annotations = {} } = slot.object.metadata;
  const mark = annotations[OWNER_ANNOTATION];
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name,
      namespace: site.namespace,
      labels: {
        [ARTIFACT_LABELS.artifact]: site.artifact,
        [ARTIFACT_LABELS.instance]: slot.entry.record.instance,
      },
      ...(mark === undefined ? {} : { annotations: { [OWNER_ANNOTATION]: mark } }),
      ownerReferences: [{ apiVersion: "v1", kind: "Secret", name: owner, uid }],
    },
    type: "Opaque",
    data,
  };
}
