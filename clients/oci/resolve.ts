import {
  formatPlatform,
  type OciDescriptor,
  type OciImageConfig,
  type OciManifest,
  type OciPlatform,
  type OciResolution,
  type ResolvedPlatform,
} from "../../model/shared/oci-image.js";
import { INDEX_TYPES } from "../../model/shared/oci-media-types.js";
import { choosePlatform, comparePlatforms, isImageEntry } from "./choose-platform.js";
import { readConfig, readIndex, readManifest } from "./documents.js";
import { RegistryError } from "./errors.js";
import type { OciContent } from "./types.js";

/** Verified content, by digest. */
export interface VerifiedContent {
  manifest(digest: string): Promise<OciContent>;
  blob(digest: string): Promise<Buffer>;
}

/** One image of a resolution, read. */
interface ReadImage {
  readonly platform: ResolvedPlatform;
  readonly manifest: OciManifest;
  readonly config: OciImageConfig | undefined;
}

/** Configurations that say something about an image; other artifacts have empty or foreign ones. */
const CONFIG_TYPES = [
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
];

/**
 * Reads what a manifest or index stands for.
 * @param where For messages: the reference.
 * @throws RegistryError PlatformNotFound
 */
export async function resolveContent(
  content: OciContent,
  wanted: string,
  from: VerifiedContent,
  where: string,
): Promise<OciResolution> {
  if (!INDEX_TYPES.includes(content.mediaType)) {
    const manifest = readManifest(content.bytes, where);
    const image = await readImage(content.digest, manifest, undefined, from, where);
    return resolution(content, [image], image, {}, from, where);
  }
  const index = readIndex(content.bytes, where);
  const entries = index.manifests.filter(isImageEntry);
  const images = await Promise.all(entries.map((entry) => readEntry(entry, from, where)));
  const chosen = choosePlatform(
    images.map((image) => ({ ...image.platform, image })),
    wanted,
  );
  if (chosen === undefined) {
    const available = images.map(({ platform }) => formatPlatform(platform)).sort();
    throw new RegistryError("PlatformNotFound", {
      what: `there is no image for ${wanted}, only for ${available.join(", ") || "no platform at all"}`,
      where,
      next: "Choose one of these with `platform`",
    });
  }
  return resolution(content, images, chosen.image, index.annotations ?? {}, from, where);
}

async function readEntry(entry: OciDescriptor, from: VerifiedContent, where: string): Promise<ReadImage> {
  const { bytes } = await from.manifest(entry.digest);
  return readImage(entry.digest, readManifest(bytes, where), entry.platform, from, where);
}

/** @param platform As an index has it; without it the configuration is asked. */
async function readImage(
  digest: string,
  manifest: OciManifest,
  platform: OciPlatform | undefined,
  from: VerifiedContent,
  where: string,
): Promise<ReadImage> {
  const config = platform === undefined ? await configOf(manifest, from, where) : undefined;
  const { os = "unknown", architecture = "unknown", variant } = platform ?? config ?? {};
  const size = [manifest.config, ...manifest.layers].reduce((total, part) => total + part.size, 0);
  return {
    manifest,
    config,
    platform: { os, architecture, ...(variant === undefined ? {} : { variant }), digest, size },
  };
}

async function resolution(
  content: OciContent,
  images: readonly ReadImage[],
  chosen: ReadImage,
  annotations: Readonly<Record<string, string>>,
  from: VerifiedContent,
  where: string,
): Promise<OciResolution> {
  const platforms = images.map(({ platform }) => platform).sort(comparePlatforms);
  return {
    digest: content.digest,
    mediaType: content.mediaType,
    platforms,
    chosen: chosen.platform,
    manifest: chosen.manifest,
    config: chosen.config ?? (await configOf(chosen.manifest, from, where)),
    annotations,
    size: chosen.platform.size,
    sizeAllPlatforms: platforms.reduce((total, { size }) => total + size, 0),
  };
}

async function configOf(
  manifest: OciManifest,
  from: VerifiedContent,
  where: string,
): Promise<OciImageConfig> {
  if (!CONFIG_TYPES.includes(manifest.config.mediaType)) return {};
  return readConfig(await from.blob(manifest.config.digest), where);
}
