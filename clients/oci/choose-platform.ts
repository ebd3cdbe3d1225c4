import { formatPlatform, type OciDescriptor, type OciPlatform } from "../../model/shared/oci-image.js";
import { MANIFEST_TYPES } from "../../model/shared/oci-media-types.js";

/**
 * Whether an entry of an index is an image. Build attestations are entries for the platform unknown/unknown; other
 * documents than manifests (an index inside the index) are nobody's platform.
 */
export function isImageEntry({ mediaType, platform, annotations }: OciDescriptor): boolean {
  if (!MANIFEST_TYPES.includes(mediaType)) return false;
  if (annotations?.["vnd.docker.reference.type"] !== undefined) return false;
  return platform?.os !== "unknown" || platform.architecture !== "unknown";
}

/** The platform that is wanted, or undefined. Without a variant in the wish any will do, the plain one first. */
export function choosePlatform<P extends OciPlatform>(
  platforms: readonly P[],
  wanted: string,
): P | undefined {
  const [os, architecture, variant] = wanted.split("/");
  const fitting = platforms.filter(
    (platform) => platform.os === os && platform.architecture === architecture,
  );
  if (variant === undefined) return fitting.find((platform) => platform.variant === undefined) ?? fitting[0];
  return (
    fitting.find((platform) => platform.variant === variant) ??
    // 64-bit ARM has one variant, which half of the images do not name.
    fitting.find((platform) => architecture === "arm64" && variant === "v8" && platform.variant === undefined)
  );
}

/** Order of platforms: by os, architecture and variant. */
export function comparePlatforms(left: OciPlatform, right: OciPlatform): number {
  const [a, b] = [formatPlatform(left), formatPlatform(right)];
  return a === b ? 0 : a < b ? -1 : 1;
}
