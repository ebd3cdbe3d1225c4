/**
 * The parts of OCI documents (image specification 1.1, and Docker's manifests of version 2.2, which have the same
 * fields) that groundplan reads. Documents hold more; what is not named here is not looked at.
 */

/** Points to content: a manifest, a configuration, a layer. */
export interface OciDescriptor {
  readonly mediaType: string;
  /** `sha256:<hex>`. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Only in an index. */
  readonly platform?: OciPlatform;
  /** Only in a list of referrers. */
  readonly artifactType?: string;
}

/** What an image runs on. */
export interface OciPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** A manifest of one image. */
export interface OciManifest {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly config: OciDescriptor;
  readonly layers: readonly OciDescriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An image's configuration. */
export interface OciImageConfig {
  readonly architecture?: string;
  readonly os?: string;
  readonly variant?: string;
  /** RFC 3339. */
  readonly created?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** One image of an index, or the only image there is. */
export interface ResolvedPlatform extends OciPlatform {
  /** Digest of its manifest. */
  readonly digest: string;
  /** Compressed bytes: configuration and layers. */
  readonly size: number;
}

/** What a tag or digest stands for, with the image of the wanted platform read. */
export interface OciResolution {
  /** Of the index, or of the manifest where there is no index. */
  readonly digest: string;
  /** Of what `digest` names. */
  readonly mediaType: string;
  /** Every platform, sorted by os, architecture and variant; build attestations are left out. */
  readonly platforms: readonly ResolvedPlatform[];
  /** The platform that `manifest` and `config` are of. */
  readonly chosen: ResolvedPlatform;
  readonly manifest: OciManifest;
  readonly config: OciImageConfig;
  /** Of the index where there is one; those of the manifest are in `manifest`. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Compressed bytes of the chosen platform. */
  readonly size: number;
  /** Compressed bytes of all platforms together. */
  readonly sizeAllPlatforms: number;
}

/** `linux/amd64` or `linux/arm/v7`. */
export function formatPlatform({ os, architecture, variant }: OciPlatform): string {
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}
