import type { OciDescriptor } from "../../model/shared/oci-image.js";
import { readIndex } from "./documents.js";
import { RegistryError } from "./errors.js";
import { MemoryContent } from "./fake/content.js";
import { descriptor, sketchReferrers, type SketchedPush } from "./fake/images.js";
import { referrersTag } from "./referrers-tag.js";
import { openRegistry } from "./registry.js";
import type { OciStore } from "./store.js";
import type { OciRegistry } from "./types.js";

export {
  sketchArtifact,
  sketchImage,
  sketchIndex,
  type ImageSketch,
  type SketchedPush,
} from "./fake/images.js";

/** One request that the fake was sent. */
export interface FakeCall {
  readonly operation: "head" | "manifest" | "blob" | "tags" | "referrers" | "text";
  /** Empty for `text`. */
  readonly repository: string;
  /** Tag, digest or, for `text`, an address; empty for `tags`. */
  readonly reference: string;
}

/** A registry in memory, for tests. What it believes and chooses is the code of the real one. */
export interface FakeOciRegistry extends OciRegistry {
  /** Every request so far. */
  readonly calls: readonly FakeCall[];
  /** Pushes an image and lets the tag name it; a tag that exists moves. @returns The digest. */
  push(repository: string, tag: string, image: SketchedPush): string;
  /** Pushes an artifact and lists it as a referrer of a digest. @returns The artifact's digest. */
  attach(repository: string, digest: string, artifact: SketchedPush, entry: Partial<OciDescriptor>): string;
  removeTag(repository: string, tag: string): void;
  /** Lets an address have a text, as a web server would. */
  serveText(address: string, text: string): void;
  /** Decides of each coming request whether it fails, and how. Undefined stops it. */
  failWith(decide: ((call: FakeCall) => Error | undefined) | undefined): void;
}

/** @param options.host Default `registry.test`. */
export function createFakeRegistry(options: { readonly host?: string } = {}): FakeOciRegistry {
  const content = new MemoryContent();
  const texts = new Map<string, string>();
  const calls: FakeCall[] = [];
  let decide: ((call: FakeCall) => Error | undefined) | undefined;
  const host = options.host ?? "registry.test";

  const answer = <T>(call: FakeCall, signal: AbortSignal | undefined, found: () => T): Promise<T> => {
    calls.push(call);
    return Promise.resolve().then(() => {
      signal?.throwIfAborted();
      const fault = decide?.(call);
      if (fault !== undefined) throw fault;
      return found();
    });
  };
  const known = <T>(value: T | undefined, repository: string, reference: string): T => {
    if (value !== undefined) return value;
    const reason = content.has(repository) ? "TagNotFound" : "RepositoryNotFound";
    throw new RegistryError(reason, { what: "not found", where: `${host}/${repository} ${reference}` });
  };

  const store: OciStore = {
    head: ({ repository, reference }, signal) =>
      answer({ operation: "head", repository, reference }, signal, () =>
        known(content.manifest(repository, reference), repository, reference),
      ).then(({ claimedDigest }) => claimedDigest),
    manifest: ({ repository, reference }, signal) =>
      answer({ operation: "manifest", repository, reference }, signal, () =>
        known(content.manifest(repository, reference), repository, reference),
      ),
    blob: (repository, digest, signal) =>
      answer({ operation: "blob", repository, reference: digest }, signal, () =>
        known(content.blob(repository, digest), repository, digest),
      ),
    tags: (repository, signal) =>
      answer({ operation: "tags", repository, reference: "" }, signal, () =>
        known(content.has(repository) ? content.tags(repository) : undefined, repository, ""),
      ),
    referrers: (repository, digest, _artifactType, signal) =>
      answer({ operation: "referrers", repository, reference: digest }, signal, () => undefined),
    linkedText: (address, { limit, signal }) =>
      answer({ operation: "text", repository: "", reference: address }, signal, () => {
        const text = texts.get(address);
        if (text !== undefined && Buffer.byteLength(text) <= limit) return text;
        const what = text === undefined ? "the answer is 404" : "it is too large";
        throw new RegistryError("BadAnswer", { what, where: address });
      }),
    close: () => Promise.resolve(),
  };

  const pushContent = (repository: string, { blobs, inner, top }: SketchedPush, tag?: string): string => {
    for (const blob of blobs) content.putBlob(repository, blob);
    for (const manifest of inner) content.putManifest(repository, manifest);
    return content.putManifest(repository, top, tag);
  };

  return {
    ...openRegistry(host, store),
    calls,
    push: (repository, tag, image) => pushContent(repository, image, tag),
    attach(repository, digest, artifact, entry) {
      pushContent(repository, artifact);
      const tag = referrersTag(digest);
      const listed = content.manifest(repository, tag);
      const earlier = listed === undefined ? [] : readIndex(listed.bytes, tag).manifests;
      const added = { ...descriptor(artifact.top.mediaType, artifact.top.bytes), ...entry };
      content.putManifest(repository, sketchReferrers([...earlier, added]), tag);
      return artifact.digest;
    },
    removeTag: (repository, tag) => {
      content.removeTag(repository, tag);
    },
    serveText(address, text) {
      texts.set(address, text);
    },
    failWith(next) {
      decide = next;
    },
  };
}
