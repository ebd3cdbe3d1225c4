import { digestOf } from "../digests.js";
import type { StoredManifest } from "../store.js";

/** What a registry holds: blobs, manifests and tags, by repository. */
export class MemoryContent {
  private readonly repositories = new Map<string, Repository>();

  /** Stores a blob. @returns Its digest. */
  putBlob(repository: string, bytes: Buffer): string {
    const digest = digestOf(bytes);
    this.open(repository).blobs.set(digest, bytes);
    return digest;
  }

  /** Stores a manifest, and lets a tag name it; a tag that exists moves. @returns Its digest. */
  putManifest(
    repository: string,
    content: { readonly mediaType: string; readonly bytes: Buffer },
    tag?: string,
  ): string {
    const digest = digestOf(content.bytes);
    const { manifests, tags } = this.open(repository);
    manifests.set(digest, content);
    if (tag !== undefined) tags.set(tag, digest);
    return digest;
  }

  removeTag(repository: string, tag: string): void {
    this.repositories.get(repository)?.tags.delete(tag);
  }

  has(repository: string): boolean {
    return this.repositories.has(repository);
  }

  /** @param reference A tag or digest. */
  manifest(
    repository: string,
    reference: string,
  ): (StoredManifest & { readonly claimedDigest: string }) | undefined {
    const found = this.repositories.get(repository);
    const claimedDigest = found?.tags.get(reference) ?? reference;
    const content = found?.manifests.get(claimedDigest);
    return content === undefined ? undefined : { ...content, claimedDigest };
  }

  blob(repository: string, digest: string): Buffer | undefined {
    return this.repositories.get(repository)?.blobs.get(digest);
  }

  /** In the order in which they were made. */
  tags(repository: string): readonly string[] {
    return [...(this.repositories.get(repository)?.tags.keys() ?? [])];
  }

  private open(name: string): Repository {
    const known = this.repositories.get(name);
    if (known !== undefined) return known;
    const fresh: Repository = { blobs: new Map(), manifests: new Map(), tags: new Map() };
    this.repositories.set(name, fresh);
    return fresh;
  }
}

interface Repository {
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, { readonly mediaType: string; readonly bytes: Buffer }>;
  readonly tags: Map<string, string>;
}
