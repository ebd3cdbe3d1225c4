import { z } from "zod";
import { isOciDigest, parseOciReference } from "../../model/shared/oci-reference.js";
import type { Problem } from "../../model/shared/problem.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  /** Name of the registry target; its host stands in the pinned references. */
  registry: z.string().min(1),
  reference: z.strictObject({
    /** Path inside the registry: `labring/mysql`. */
    repository: z.string().min(1),
    tag: z.string().min(1).optional(),
    /** `sha256:…`. With a digest there is nothing to look up but the facts. */
    digest: z.string().min(1).optional(),
  }),
  /** When the tag is looked up: never, when the resource is created or changed, at every preview as well. */
  resolve: z.enum(["off", "once", "always"]).default("once"),
  /** Whose id, size and architecture are told when the tag has several. */
  platform: z.string().min(1).default("linux/amd64"),
  /** What a registry without answer means for a resource that was resolved before. */
  onUnreachable: z.enum(["error", "warn"]).default("error"),
  /** A tag that moved is an error, at preview. */
  immutableTags: z.boolean().default(false),
  /** Refuses the image unless it is signed with this key (cosign, key-based). */
  verify: z.strictObject({ publicKeyPem: z.string().min(1) }).optional(),
});

/** Inputs of {@link ociImageRef}. */
export type OciImageRefInputs = z.infer<typeof inputs>;

/** Outputs of {@link ociImageRef}. With `resolve: off` all but the reference itself are empty. */
export type OciImageRefOutputs = {
  /** Digest of the index, or of the manifest of a tag with one platform. */
  digest: string;
  /** `host/repository@sha256:…`. */
  pinned: string;
  /** `host/repository:tag@sha256:…`. */
  pinnedWithTag: string;
  /** `<os>/<architecture>[/<variant>]` each. */
  platforms: string[];
  mediaType: string;
  /** Compressed bytes of the chosen platform. */
  size: number;
  /** Compressed bytes of all platforms. */
  sizeAllPlatforms: number;
  /** Detail fields for an Image that leaves them out: ID, arch, size, creatTime, description, keywords, … */
  detail: Record<string, unknown>;
  /** Annotations for an Image: facts that the API has no field for. */
  annotations: Record<string, string>;
  /** What is known of signatures. */
  signed: "unknown" | "no" | "present" | "verified";
};

/** A tag, looked up in its registry (imagehub.md 6.8): the digest it stands for, and what the registry knows of it. */
export const ociImageRef = defineKind<OciImageRefInputs, OciImageRefOutputs>({
  name: "imagehub.OciImageRef",
  module: "imagehub",
  type: "OciImageRef",
  inputs,
  outputs: [
    "digest",
    "pinned",
    "pinnedWithTag",
    "platforms",
    "mediaType",
    "size",
    "sizeAllPlatforms",
    "detail",
    "annotations",
    "signed",
  ],
  localOnly: ["onUnreachable", "immutableTags"],
  problems,
  handlers: async () => (await import("./oci-image-ref.handlers.js")).ociImageRefHandlers,
});

function problems({ reference: { repository, tag, digest } }: OciImageRefInputs): readonly Problem[] {
  const none: Problem[] =
    tag === undefined && digest === undefined
      ? [{ path: "reference.tag", reason: "is missing, and so is a digest" }]
      : [];
  const parsed = parseOciReference(`${repository}${tag === undefined ? "" : `:${tag}`}`);
  const wrong: Problem[] = parsed.ok ? [] : [{ path: "reference.repository", reason: parsed.reason }];
  const digestFault: Problem[] =
    digest === undefined || isOciDigest(digest)
      ? []
      : [{ path: "reference.digest", reason: "is no digest: write sha256: and 64 lower-case hex digits" }];
  return [...none, ...wrong, ...digestFault];
}
