import type { KubeObject } from "../../../clients/kubernetes/types.js";
import {
  ARTIFACT_ANNOTATIONS,
  ARTIFACT_LABELS,
  artifactSecretName,
  sharedSecretName,
} from "../../../model/artifact/names.js";
import { allowed, type Subject } from "../../../model/artifact/access.js";
import { Failure } from "../../../model/shared/errors.js";
import {
  OWNER_ANNOTATION,
  OWNER_LABEL,
  ownerHash,
  TOKEN_ANNOTATION,
} from "../../../model/shared/ownership.js";
import type { Site } from "../site.js";
import type { PoolDeclaration } from "./pool-record.js";
import { digestOfShared, dropSecrets, writeSecret } from "./run-secrets.js";
import { jsonIn, listIn, textsIn } from "./texts.js";

const SECRET = { group: "", version: "v1", kind: "Secret" } as const;

/** What keeps a pool from its shared secrets, one line each; empty when all are there and may be used. */
export async function sharedSecretFaults(
  site: Site,
  secrets: readonly string[],
  subject: Subject,
): Promise<string[]> {
  const faults = await Promise.all(
    secrets.map(async (secret) => {
      const source = await readShared(site, secret);
      if (source === undefined) {
        return [
          `shared secret ${secret}: Secret ${sharedSecretName(secret)} does not exist in ${site.namespace}`,
        ];
      }
      const verdict = mayUse(source, subject);
      return verdict.ok ? [] : [`shared secret ${secret}: ${verdict.reason}`];
    }),
  );
  return faults.flat();
}

/** @throws Failure when a shared secret is missing, or not to be used by this team */
export async function mayMount(site: Site, secrets: readonly string[], subject: Subject): Promise<void> {
  const faults = await sharedSecretFaults(site, secrets, subject);
  if (faults.length === 0) return;
  throw new Failure({
    what: faults.join("; "),
    where: site.where,
    next: "Declare the secret in this namespace, or have its owner add this team to its whitelist",
  });
}

/** Copies the shared secrets of a pool to where its runs find them, and removes copies that are not asked for. */
export async function projectSharedSecrets(
  site: Site,
  secrets: readonly string[],
  { mark, token }: Pick<PoolDeclaration, "mark" | "token">,
): Promise<void> {
  for (const secret of secrets) {
    const source = await readShared(site, secret);
    if (source === undefined) continue;
    await writeSecret(site, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: artifactSecretName(site.artifact, secret),
        namespace: site.namespace,
        labels: { [ARTIFACT_LABELS.artifact]: site.artifact, [OWNER_LABEL]: ownerHash(mark) },
        annotations: { [OWNER_ANNOTATION]: mark, [TOKEN_ANNOTATION]: token },
      },
      type: "Opaque",
      data: textsIn(source["data"]),
    });
  }
  await dropSharedCopies(site, new Set(secrets));
}

/** Removes the copies of shared secrets that are not among those to be kept. */
export async function dropSharedCopies(site: Site, kept: ReadonlySet<string>): Promise<void> {
  const { items } = await site.client.list(SECRET, {
    namespace: site.namespace,
    labelSelector: `${ARTIFACT_LABELS.artifact}=${site.artifact}`,
    metadataOnly: true,
  });
  const prefix = artifactSecretName(site.artifact, "");
  const leftover = items.filter(
    ({ metadata: { name = "" } }) => name.startsWith(prefix) && !kept.has(name.slice(prefix.length)),
  );
  await dropSecrets(site, leftover);
}

function readShared(site: Site, secret: string): Promise<KubeObject | undefined> {
  return site.client.get({
    apiVersion: "v1",
    kind: "Secret",
    namespace: site.namespace,
    name: sharedSecretName(secret),
  });
}

function mayUse({ metadata }: KubeObject, subject: Subject): ReturnType<typeof allowed> {
  const { annotations = {} } = metadata;
  const owner = annotations[ARTIFACT_ANNOTATIONS.team];
  if (owner === undefined) return { ok: false, reason: "it names no team that owns it" };
  const whitelist = listIn(jsonIn(annotations[ARTIFACT_ANNOTATIONS.whitelist]));
  return allowed(subject, { owner, whitelist }, "reference");
}

/** {@link digestOfShared} as it will be once the shared secrets are copied. */
export async function digestOfSources(site: Site, secrets: readonly string[]): Promise<string | undefined> {
  const copies = await Promise.all(
    secrets.map(async (secret): Promise<KubeObject> => {
      const source = await readShared(site, secret);
      const metadata = { name: artifactSecretName(site.artifact, secret) };
      return { apiVersion: "v1", kind: "Secret", metadata, data: textsIn(source?.["data"]) };
    }),
  );
  return digestOfShared(site, copies);
}
