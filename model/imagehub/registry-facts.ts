import { canonicalJson } from "../shared/json.js";
import { formatPlatform, type OciDescriptor, type OciResolution } from "../shared/oci-image.js";
import { ANNOTATIONS, LIMITS, MOST_REFERRERS } from "./constants.js";
import { supportedKeyword } from "./keyword-advice.js";
import type { ImageDetail } from "./schemas.js";
import { iconFault, normaliseTime, urlFault } from "./value-rules.js";

/** What a registry knows of an image, in the catalogue's terms. */
export interface RegistryFacts {
  /** Fields of `spec.detail`; only those that the registry knows. */
  readonly detail: ImageDetail;
  /** For what the API has no field. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RegistryFactsOptions {
  /** RFC 3339 time at which this digest was first seen; keep it while the digest stays. */
  readonly resolvedAt?: string;
  /** What is attached to the image. Default: not known, so not written. */
  readonly attached?: AttachedFacts | undefined;
  /** Text of the readme, for `docs`. Default: what the image says of its documentation. */
  readonly readme?: string | undefined;
}

/** What others have attached to an image. */
export interface AttachedFacts {
  /** As {@link referrerRows} lists them. */
  readonly referrers: readonly Referrer[];
  /** `present` is a signature that nobody has verified. */
  readonly signed: "no" | "present" | "verified";
}

/** An artifact that refers to an image: a signature, an SBOM. */
export type Referrer = {
  /** What it is; the media type where it does not say. */
  readonly artifactType: string;
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes of its manifest. */
  readonly size: number;
};

/** Annotation of Artifact Hub with the address of an image's readme. */
export const README_URL = "io.artifacthub.package.readme-url";

/** Names of media types have at most 127 characters on each side of the slash (RFC 6838). */
const LONGEST_TYPE = 255;

/** Where texts for people come from, by preference. Keys of the OCI image specification and of Artifact Hub. */
const TEXT_SOURCES = {
  description: ["org.opencontainers.image.description"],
  url: ["org.opencontainers.image.url", "org.opencontainers.image.source"],
  docs: ["org.opencontainers.image.documentation"],
  icon: ["io.artifacthub.package.logo-url"],
  keywords: ["io.artifacthub.package.keywords"],
} as const;

/**
 * Translates what a registry says. Texts for people come from annotations of the index, then of the manifest, then
 * from labels of the configuration. Addresses that are none are left out, and so are keywords that the catalogue
 * does not support.
 */
export function registryFacts(resolution: OciResolution, options: RegistryFactsOptions = {}): RegistryFacts {
  const { manifest, config, platforms, size } = resolution;
  const find = (keys: readonly string[]): string | undefined => annotationOf(resolution, keys);
  const created = normaliseTime(config.created ?? find(["org.opencontainers.image.created"]) ?? "");
  const keywords = keywordsOf(find(TEXT_SOURCES.keywords) ?? "");
  const known = platforms.map(({ architecture }) => architecture).filter((one) => one !== "unknown");
  const architectures = [...new Set(known)].sort().join(",");
  return {
    detail: {
      ...present("description", short(find(TEXT_SOURCES.description), LIMITS.registryText)),
      ...present("url", sound(short(find(TEXT_SOURCES.url), LIMITS.registryText), urlFault)),
      ...present("docs", short(options.readme ?? find(TEXT_SOURCES.docs), LIMITS.docs)),
      ...present("icon", sound(find(TEXT_SOURCES.icon), iconFault)),
      ...(keywords.length === 0 ? {} : { keywords }),
      ID: hexOf(manifest.config.digest),
      ...present("arch", architectures === "" ? undefined : architectures),
      size,
      ...present("creatTime", created),
    },
    annotations: {
      [ANNOTATIONS.digest]: resolution.digest,
      [ANNOTATIONS.mediaType]: resolution.mediaType,
      [ANNOTATIONS.platformDigests]: canonicalJson(
        Object.fromEntries(platforms.map((platform) => [formatPlatform(platform), platform.digest])),
      ),
      [ANNOTATIONS.sizeBasis]: "compressed",
      ...(options.resolvedAt === undefined ? {} : { [ANNOTATIONS.resolvedAt]: options.resolvedAt }),
      ...(options.attached === undefined ? {} : attachedAnnotations(options.attached)),
    },
  };
}

/** Where the image's readme is, as Artifact Hub has it. Undefined when the image does not say. */
export function readmeUrl(resolution: OciResolution): string | undefined {
  return annotationOf(resolution, [README_URL]);
}

/** Annotations for what is attached to an image. */
export function attachedAnnotations({ referrers, signed }: AttachedFacts): Readonly<Record<string, string>> {
  const rows = referrers.map(({ artifactType, digest }) => ({ artifactType, digest }));
  return { [ANNOTATIONS.referrers]: canonicalJson(rows), [ANNOTATIONS.signed]: signed };
}

/** Referrers in an order that does not change, without doubles, at most {@link MOST_REFERRERS}. */
export function referrerRows(referrers: readonly OciDescriptor[]): Referrer[] {
  const rows = referrers.map(({ artifactType, mediaType, digest, size }): [string, Referrer] => [
    digest,
    { artifactType: (artifactType ?? mediaType).slice(0, LONGEST_TYPE), mediaType, digest, size },
  ]);
  return [...new Map(rows).values()]
    .sort((left, right) => (left.digest < right.digest ? -1 : 1))
    .slice(0, MOST_REFERRERS);
}

/** The detail to write: what was declared, and the registry's facts for the rest. */
export function mergeDetail(declared: ImageDetail, facts: ImageDetail): ImageDetail {
  return { ...facts, ...declared };
}

function keywordsOf(list: string): string[] {
  const supported = list.split(",").flatMap((keyword) => supportedKeyword(keyword.trim()) ?? []);
  return [...new Set(supported)];
}

function annotationOf(
  { annotations, manifest, config }: OciResolution,
  keys: readonly string[],
): string | undefined {
  return [annotations, manifest.annotations ?? {}, config.labels ?? {}]
    .flatMap((source) => keys.map((key) => source[key]))
    .find((found) => found !== undefined && found !== "");
}

/** Whoever pushes an image writes its texts; one that is too long for an object is left out. */
function short(text: string | undefined, limit: number): string | undefined {
  return text === undefined || Buffer.byteLength(text) > limit ? undefined : text;
}

function sound(text: string | undefined, fault: (text: string) => string | undefined): string | undefined {
  return text === undefined || fault(text) !== undefined ? undefined : text;
}

function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(":") + 1);
}

function present<K extends keyof ImageDetail>(
  key: K,
  value: ImageDetail[K] | undefined,
): Partial<Pick<ImageDetail, K>> {
  const found: Partial<Pick<ImageDetail, K>> = {};
  if (value !== undefined) found[key] = value;
  return found;
}
