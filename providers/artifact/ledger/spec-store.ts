import type { ObjectRef } from "../../../clients/kubernetes/types.js";
import { ARTIFACT_LABELS, specName } from "../../../model/artifact/names.js";
import { Failure } from "../../../model/shared/errors.js";
import {
  OWNER_ANNOTATION,
  OWNER_LABEL,
  ownerHash,
  TOKEN_ANNOTATION,
} from "../../../model/shared/ownership.js";
import type { Site } from "../site.js";
import { persistently } from "./persist.js";
import type { PoolDeclaration } from "./pool-record.js";
import { type PoolSpec, readSpec, specData } from "./pool-spec.js";
import { ARTIFACT_MANAGER } from "./pool-store.js";
import { sameTexts, textsIn } from "./texts.js";

const CONFIG_MAP = { group: "", version: "v1", kind: "ConfigMap" } as const;

/** The spec of a hash; undefined when it is gone or unreadable. */
export async function loadSpec(site: Site, hash: string): Promise<PoolSpec | undefined> {
  const object = await site.client.get(specRef(site, hash));
  return object === undefined ? undefined : readSpec(object, hash);
}

/**
 * Keeps a spec under its hash.
 *
 * @throws Failure when the name is taken by something else
 */
export async function saveSpec(
  site: Site,
  spec: PoolSpec,
  { mark, token }: Pick<PoolDeclaration, "mark" | "token">,
): Promise<void> {
  const ref = specRef(site, spec.hash);
  const data = specData(spec);
  await persistently(site.signal, async () => {
    const found = await site.client.get(ref);
    if (found !== undefined) {
      if (sameTexts(data, textsIn(found["data"]))) return;
      throw new Failure({
        what: `ConfigMap ${ref.name} exists already with other content`,
        where: site.where,
        next: "Remove it; only what was changed by hand can differ from its name",
      });
    }
    await site.client.create(
      {
        apiVersion: ref.apiVersion,
        kind: ref.kind,
        metadata: {
          name: ref.name,
          namespace: site.namespace,
          labels: { [ARTIFACT_LABELS.artifact]: site.artifact, [OWNER_LABEL]: ownerHash(mark) },
          annotations: { [OWNER_ANNOTATION]: mark, [TOKEN_ANNOTATION]: token },
        },
        data,
        immutable: true,
      },
      { fieldManager: ARTIFACT_MANAGER },
    );
  });
}

/** Removes the specs that are not used any more. */
export async function dropSpecs(site: Site, used: Iterable<string>): Promise<void> {
  const labelSelector = `${ARTIFACT_LABELS.artifact}=${site.artifact}`;
  const { items } = await site.client.list(CONFIG_MAP, {
    namespace: site.namespace,
    labelSelector,
    metadataOnly: true,
  });
  const kept = new Set([...used].map((hash) => specName(site.artifact, hash)));
  const names = items.flatMap(({ metadata }) => metadata.name ?? []);
  const prefix = specName(site.artifact, "");
  for (const name of names.filter((one) => one.startsWith(prefix) && !kept.has(one))) {
    await site.client.delete({ apiVersion: "v1", kind: "ConfigMap", namespace: site.namespace, name });
  }
}

function specRef({ namespace, artifact }: Site, hash: string): ObjectRef {
  return { apiVersion: "v1", kind: "ConfigMap", namespace, name: specName(artifact, hash) };
}
