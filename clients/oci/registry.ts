import type { OciDescriptor } from "../../model/shared/oci-image.js";
import { INDEX_TYPES, MANIFEST_TYPES } from "../../model/shared/oci-media-types.js";
import { formatOciReference, isOciDigest } from "../../model/shared/oci-reference.js";
import { assertDigest, digestOf } from "./digests.js";
import { readIndex } from "./documents.js";
import { isRegistryError, RegistryError } from "./errors.js";
import { referrersTag } from "./referrers-tag.js";
import { resolveContent } from "./resolve.js";
import type { OciStore } from "./store.js";
import type { OciContent, OciRegistry, OciTarget } from "./types.js";

const DEFAULT_PLATFORM = "linux/amd64";
/** Tags that stand for a digest: lists of referrers, and with an ending signatures, attestations, SBOMs. */
const FALLBACK_TAG = /^sha(?:256|512)-[0-9a-f]{64,128}(?:\..*)?$/;

/** Puts the rules of what to believe and what to choose on the bare requests of a registry. */
export function openRegistry(host: string, store: OciStore): OciRegistry {
  const nameOf = (target: OciTarget): string => formatOciReference({ host, ...target });

  async function manifest(target: OciTarget, signal: AbortSignal | undefined): Promise<OciContent> {
    const where = nameOf(target);
    const { repository } = target;
    const { mediaType, bytes, claimedDigest } = await store.manifest(
      { repository, reference: referenceOf(target, where) },
      signal,
    );
    if (claimedDigest !== undefined) assertDigest(bytes, claimedDigest, where);
    if (target.digest !== undefined) assertDigest(bytes, target.digest, where);
    if (![...INDEX_TYPES, ...MANIFEST_TYPES].includes(mediaType)) {
      throw new RegistryError("BadAnswer", {
        what: `the registry answers with the type "${mediaType}", which is no image manifest`,
        where,
        next: "Push the image again with a tool that writes OCI or Docker version 2.2 manifests",
      });
    }
    return { digest: target.digest ?? claimedDigest ?? digestOf(bytes), mediaType, bytes };
  }

  async function blob(repository: string, digest: string, signal: AbortSignal | undefined): Promise<Buffer> {
    const bytes = await store.blob(repository, digest, signal);
    assertDigest(bytes, digest, nameOf({ repository, digest }));
    return bytes;
  }

  /** Where a registry has no list of referrers, whoever pushes one keeps it as an index under a tag. */
  async function taggedReferrers(
    repository: string,
    digest: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly Buffer[]> {
    const tag = referrersTag(digest);
    try {
      const { mediaType, bytes } = await manifest({ repository, tag }, signal);
      return INDEX_TYPES.includes(mediaType) ? [bytes] : [];
    } catch (error) {
      if (isRegistryError(error, "TagNotFound", "RepositoryNotFound")) return [];
      throw error;
    }
  }

  return {
    host,
    async resolve(target, { platform = DEFAULT_PLATFORM, signal } = {}) {
      const { repository } = target;
      return resolveContent(
        await manifest(target, signal),
        platform,
        {
          manifest: (digest) => manifest({ repository, digest }, signal),
          blob: (digest) => blob(repository, digest, signal),
        },
        nameOf(target),
      );
    },
    async head(target, { signal } = {}) {
      const reference = referenceOf(target, nameOf(target));
      const named = await store.head({ repository: target.repository, reference }, signal);
      if (target.digest !== undefined) return target.digest;
      return named !== undefined && isOciDigest(named) ? named : (await manifest(target, signal)).digest;
    },
    async tags(repository, { signal } = {}) {
      const tags = await store.tags(repository, signal);
      return tags.filter((tag) => !FALLBACK_TAG.test(tag)).sort();
    },
    async referrers(repository, digest, { artifactType, signal } = {}) {
      const where = nameOf({ repository, digest });
      if (!isOciDigest(digest)) throw new RegistryError("BadAnswer", { what: "this is no digest", where });
      const listed = await store.referrers(repository, digest, artifactType, signal);
      const pages = listed ?? (await taggedReferrers(repository, digest, signal));
      const found: readonly OciDescriptor[] = pages.flatMap((page) => readIndex(page, where).manifests);
      // Registries may ignore the filter, and the tag has everything.
      return found.filter((entry) => artifactType === undefined || entry.artifactType === artifactType);
    },
    manifest: (target, { signal } = {}) => manifest(target, signal),
    blob: (repository, digest, { signal } = {}) => blob(repository, digest, signal),
    linkedText: (address, options) => store.linkedText(address, options),
    close: () => store.close(),
  };
}

function referenceOf({ tag, digest }: OciTarget, where: string): string {
  const reference = digest ?? tag;
  if (reference !== undefined) return reference;
  throw new RegistryError("TagNotFound", {
    what: "neither a tag nor a digest is named",
    where,
    next: "Add a tag: there is no default",
  });
}
