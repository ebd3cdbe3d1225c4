import type { OciDescriptor, OciPlatform } from "../../../model/shared/oci-image.js";
import { digestOf } from "../digests.js";

/** What a small image says of itself; equal ones have equal digests. */
export interface ImageSketch {
  /** Default `linux/amd64`. */
  readonly platform?: string;
  /** RFC 3339. Default none. */
  readonly created?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Content of the layers. Default one layer. */
  readonly layers?: readonly string[];
}

/** A document or blob with its media type. */
export interface SketchedContent {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Everything that has to be pushed for one tag. */
export interface SketchedPush {
  readonly blobs: readonly Buffer[];
  /** Manifests that the top one names. */
  readonly inner: readonly SketchedContent[];
  /** What the tag names. */
  readonly top: SketchedContent;
  /** Of `top`. */
  readonly digest: string;
}

const OCI = "application/vnd.oci.image";

/** An image of one platform. */
export function sketchImage(sketch: ImageSketch = {}): SketchedPush {
  const [os = "linux", architecture = "amd64", variant] = (sketch.platform ?? "linux/amd64").split("/");
  const config = json({
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(sketch.created === undefined ? {} : { created: sketch.created }),
    ...(sketch.labels === undefined ? {} : { config: { Labels: sketch.labels } }),
  });
  const layers = (sketch.layers ?? ["layer"]).map((text) => Buffer.from(text));
  const manifest = {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: descriptor(`${OCI}.config.v1+json`, config),
    layers: layers.map((layer) => descriptor(`${OCI}.layer.v1.tar+gzip`, layer)),
    ...(sketch.annotations === undefined ? {} : { annotations: sketch.annotations }),
  };
  return push([config, ...layers], { mediaType: manifest.mediaType, bytes: json(manifest) });
}

/** An index of several platforms. */
export function sketchIndex(
  images: readonly ImageSketch[],
  options: {
    readonly annotations?: Readonly<Record<string, string>>;
    /** Adds the entry that build tools write for provenance. Default false. */
    readonly attestation?: boolean;
  } = {},
): SketchedPush {
  const pushes = images.map(sketchImage);
  const attestation = options.attestation === true ? [sketchImage({ layers: ["provenance"] })] : [];
  const entries = [
    ...pushes.map((one, position) => entry(one, platformOf(images[position]?.platform ?? "linux/amd64"))),
    ...attestation.map((one) => entry(one, { os: "unknown", architecture: "unknown" })),
  ];
  const index = {
    schemaVersion: 2,
    mediaType: `${OCI}.index.v1+json`,
    manifests: entries,
    ...(options.annotations === undefined ? {} : { annotations: options.annotations }),
  };
  const all = [...pushes, ...attestation];
  return push(
    all.flatMap(({ blobs }) => blobs),
    { mediaType: index.mediaType, bytes: json(index) },
    all.map(({ top }) => top),
  );
}

/** An artifact that refers to another manifest: a signature, an SBOM. */
export function sketchArtifact(
  artifactType: string,
  layers: readonly {
    readonly mediaType: string;
    readonly bytes: Buffer;
    readonly annotations?: Readonly<Record<string, string>>;
  }[],
  subject?: OciDescriptor,
  annotations?: Readonly<Record<string, string>>,
): SketchedPush {
  const config = Buffer.from("{}");
  const manifest = {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    artifactType,
    config: descriptor("application/vnd.oci.empty.v1+json", config),
    layers: layers.map((layer) => ({
      ...descriptor(layer.mediaType, layer.bytes),
      ...(layer.annotations === undefined ? {} : { annotations: layer.annotations }),
    })),
    ...(subject === undefined ? {} : { subject }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return push([config, ...layers.map(({ bytes }) => bytes)], {
    mediaType: manifest.mediaType,
    bytes: json(manifest),
  });
}

/** An index of referrers, as it is kept under a fallback tag. */
export function sketchReferrers(referrers: readonly OciDescriptor[]): SketchedContent {
  const mediaType = `${OCI}.index.v1+json`;
  return { mediaType, bytes: json({ schemaVersion: 2, mediaType, manifests: referrers }) };
}

/** Points to content. */
export function descriptor(mediaType: string, bytes: Buffer): OciDescriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

function push(
  blobs: readonly Buffer[],
  top: SketchedContent,
  inner: readonly SketchedContent[] = [],
): SketchedPush {
  return { blobs, inner, top, digest: digestOf(top.bytes) };
}

function entry({ top }: SketchedPush, platform: OciPlatform): OciDescriptor {
  return { ...descriptor(top.mediaType, top.bytes), platform };
}

function platformOf(text: string): OciPlatform {
  const [os = "", architecture = "", variant] = text.split("/");
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
