import type { LinkedTextOptions, OciContent } from "./types.js";

/** A repository and a tag or digest in it, as a registry's paths have them. */
export interface StoredReference {
  readonly repository: string;
  readonly reference: string;
}

/** A manifest as it came, before anybody checked it. */
export interface StoredManifest extends Pick<OciContent, "mediaType" | "bytes"> {
  /** What the registry says the digest is; some do not say. */
  readonly claimedDigest?: string;
}

/**
 * The requests a registry answers, one method each, without any interpretation. The rules of what to believe and
 * what to choose are put on top by `openRegistry`, so they are the same for a real registry and for the fake.
 */
export interface OciStore {
  /** The digest that the registry names; undefined when it names none. @throws RegistryError when there is no such manifest. */
  head(at: StoredReference, signal: AbortSignal | undefined): Promise<string | undefined>;
  /** @throws RegistryError when there is no such manifest. */
  manifest(at: StoredReference, signal: AbortSignal | undefined): Promise<StoredManifest>;
  blob(repository: string, digest: string, signal: AbortSignal | undefined): Promise<Buffer>;
  /** All tags, in whatever order. */
  tags(repository: string, signal: AbortSignal | undefined): Promise<readonly string[]>;
  /** The index of referrers, page by page; undefined when the registry does not have this request. */
  referrers(
    repository: string,
    digest: string,
    artifactType: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly Buffer[] | undefined>;
  linkedText(address: string, options: LinkedTextOptions): Promise<string>;
  close(): Promise<void>;
}
