import { createHash } from "node:crypto";
import { canonicalJson, type JsonObject, type JsonValue } from "../../../model/shared/json.js";
import { tar, type TarEntry } from "./tar.js";

/** Bytes with their name. */
export interface Blob {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Operating system and processor in OCI's terms. */
export interface ImagePlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** What an image for one platform is made of. */
export interface ImageContent {
  /** One layer each: its files, or a whole tar archive. */
  readonly layers: readonly (readonly TarEntry[] | Uint8Array<ArrayBuffer>)[];
  /** The `config` object of the image configuration: `Cmd`, `Entrypoint`, `Env`, `Labels`… */
  readonly config?: JsonObject;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Default linux/amd64. */
  readonly platform?: ImagePlatform;
  /** RFC 3339. Default the epoch. */
  readonly created?: string;
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";
const CONFIG = "application/vnd.oci.image.config.v1+json";
// Not compressed: what a compressor writes depends on its version, and digests must not.
const LAYER = "application/vnd.oci.image.layer.v1.tar";

/** The manifest of an image, and the blobs it names. */
export function buildImage(content: ImageContent): {
  readonly manifest: Blob;
  readonly blobs: readonly Blob[];
} {
  const { os, architecture, variant } = content.platform ?? { os: "linux", architecture: "amd64" };
  const layers = content.layers.map((layer) =>
    blob(LAYER, isEntries(layer) ? new Uint8Array(tar(layer)) : layer),
  );
  const config = jsonBlob(CONFIG, {
    created: content.created ?? "1970-01-01T00:00:00Z",
    os,
    architecture,
    variant,
    config: content.config ?? {},
    rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.digest) },
  });
  const manifest = jsonBlob(MANIFEST, {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: descriptor(config),
    layers: layers.map(descriptor),
    annotations: content.annotations,
  });
  return { manifest, blobs: [...layers, config] };
}

/** An index over one image a platform, the images' manifests, and the blobs that these name. */
export function buildIndex(
  images: readonly ImageContent[],
  annotations?: Readonly<Record<string, string>>,
): { readonly index: Blob; readonly manifests: readonly Blob[]; readonly blobs: readonly Blob[] } {
  const built = images.map((image) => ({ ...buildImage(image), platform: image.platform }));
  const index = jsonBlob(INDEX, {
    schemaVersion: 2,
    mediaType: INDEX,
    manifests: built.map(({ manifest, platform }) => ({
      ...descriptor(manifest),
      platform: { os: "linux", architecture: "amd64", ...platform },
    })),
    annotations,
  });
  return {
    index,
    manifests: built.map(({ manifest }) => manifest),
    blobs: built.flatMap(({ blobs }) => blobs),
  };
}

/** Bytes as a blob. */
export function blob(mediaType: string, bytes: Uint8Array<ArrayBuffer>): Blob {
  return { digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`, mediaType, bytes };
}

function jsonBlob(mediaType: string, value: JsonValue): Blob {
  return blob(mediaType, new TextEncoder().encode(canonicalJson(value)));
}

function descriptor({ mediaType, digest, bytes }: Blob): JsonObject {
  return { mediaType, digest, size: bytes.length };
}

function isEntries(layer: readonly TarEntry[] | Uint8Array<ArrayBuffer>): layer is readonly TarEntry[] {
  return Array.isArray(layer);
}
