import { canonicalJson } from "../shared/json.js";
import { formatPlatform, type OciDescriptor, type OciResolution } from "../shared/oci-image.js";
import { ANNOTATIONS } from "./constants.js";
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
  /** What refers to the image. Default: not known, so not written. */
  readonly referrers?: readonly OciDescriptor[];
}

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
  const { manifest, config, platforms, annotations, size } = resolution;
  const sources = [annotations, manifest.annotations ?? {}, config.labels ?? {}];
  const find = (keys: readonly string[]): string | undefined =>
    sources
      .flatMap((source) => keys.map((key) => source[key]))
      .find((found) => found !== undefined && found !== "");

  const created = normaliseTime(config.created ?? find(["org.opencontainers.image.created"]) ?? "");
  const keywords = keywordsOf(find(TEXT_SOURCES.keywords) ?? "");
  const architectures = [...new Set(platforms.map(({ architecture }) => architecture))].sort().join(",");
  return {
    detail: {
      ...present("description", find(TEXT_SOURCES.description)),
      ...present("url", sound(find(TEXT_SOURCES.url), urlFault)),
      ...present("docs", find(TEXT_SOURCES.docs)),
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
      ...(options.referrers === undefined
        ? {}
        : { [ANNOTATIONS.referrers]: referrersText(options.referrers) }),
    },
  };
}

/** The detail to write: what was declared, and the registry's facts for the rest. */
export function mergeDetail(declared: ImageDetail, facts: ImageDetail): ImageDetail {
  return { ...facts, ...declared };
}

function keywordsOf(list: string): string[] {
  const supported = list.split(",").flatMap((keyword) => supportedKeyword(keyword.trim()) ?? []);
  return [...new Set(supported)];
}

function referrersText(referrers: readonly OciDescriptor[]): string {
  const rows = referrers.map(({ artifactType, mediaType, digest }) => ({
    artifactType: artifactType ?? mediaType,
    digest,
  }));
  return canonicalJson(rows.sort((left, right) => (left.digest < right.digest ? -1 : 1)));
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
