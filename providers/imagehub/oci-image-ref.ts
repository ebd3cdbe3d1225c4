import { z } from "zod";
import type { Referrer } from "../../model/imagehub/registry-facts.js";
import { platformFault } from "../../model/imagehub/value-rules.js";
import { publicKeyFault } from "../../model/shared/cosign.js";
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
  /**
   * Whether `docs` are fetched from the address that the image names as its readme's. Left out means no: without a
   * value to fill in, states older than this input need none.
   */
  fetchReadme: z.boolean().optional(),
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
  /**
   * What refers to the digest, by its own digest: signatures, SBOMs. Absent in states older than this output, until
   * a refresh or an update.
   */
  referrers: Referrer[];
  /**
   * `present`: a signature exists; `verified`: one is by the key of `verify`; `unknown`: nobody looked, or the
   * registry does not tell.
   */
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
    "referrers",
    "signed",
  ],
  localOnly: ["onUnreachable", "immutableTags"],
  problems,
  handlers: async () => (await import("./oci-image-ref.handlers.js")).ociImageRefHandlers,
});

function problems({ reference, platform, verify }: OciImageRefInputs): readonly Problem[] {
  const { repository, tag, digest } = reference;
  const parsed = parseOciReference(`${repository}${tag === undefined ? "" : `:${tag}`}`);
  const faults: readonly (readonly [string, string | undefined])[] = [
    [
      "reference.tag",
      tag === undefined && digest === undefined ? "is missing, and so is a digest" : undefined,
    ],
    ["reference.repository", parsed.ok ? undefined : parsed.reason],
    [
      "reference.digest",
      digest === undefined || isOciDigest(digest)
        ? undefined
        : "is no digest: write sha256: and 64 lower-case hex digits",
    ],
    ["platform", platformFault(platform)],
    ["verify.publicKeyPem", verify === undefined ? undefined : publicKeyFault(verify.publicKeyPem)],
  ];
  return faults.flatMap(([path, reason]) => (reason === undefined ? [] : [{ path, reason }]));
}
