import { z } from "zod";
import type { OciDescriptor, OciImageConfig, OciManifest } from "../../model/shared/oci-image.js";
import { RegistryError } from "./errors.js";

const annotations = z.record(z.string(), z.string());
const descriptor: z.ZodType<OciDescriptor> = z.object({
  mediaType: z.string(),
  digest: z.string(),
  size: z.int().min(0),
  annotations: annotations.exactOptional(),
  artifactType: z.string().exactOptional(),
  platform: z
    .object({ os: z.string(), architecture: z.string(), variant: z.string().exactOptional() })
    .exactOptional(),
});
/** A document that could also be read as the other sort would mean different images to different clients. */
const foreign = z.undefined("belongs to the other sort of document").optional();
const manifest: z.ZodType<OciManifest> = z.object({
  manifests: foreign,
  mediaType: z.string().exactOptional(),
  artifactType: z.string().exactOptional(),
  config: descriptor,
  layers: z.array(descriptor),
  annotations: annotations.exactOptional(),
});
const index = z.object({
  config: foreign,
  layers: foreign,
  manifests: z.array(descriptor),
  annotations: annotations.exactOptional(),
});
const config = z.object({
  architecture: z.string().exactOptional(),
  os: z.string().exactOptional(),
  variant: z.string().exactOptional(),
  created: z.string().exactOptional(),
  config: z.object({ Labels: annotations.nullish() }).nullish(),
});

/** An index of images or of referrers. */
export interface OciIndex {
  readonly manifests: readonly OciDescriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** @throws RegistryError BadAnswer */
export function readManifest(bytes: Buffer, where: string): OciManifest {
  return read(manifest, bytes, where, "manifest");
}

/** @throws RegistryError BadAnswer */
export function readIndex(bytes: Buffer, where: string): OciIndex {
  return read(index, bytes, where, "index");
}

/** @throws RegistryError BadAnswer */
export function readConfig(bytes: Buffer, where: string): OciImageConfig {
  const { config: runtime, ...facts } = read(config, bytes, where, "configuration");
  const labels = runtime?.Labels;
  return labels === undefined || labels === null ? facts : { ...facts, labels };
}

function read<T>(schema: z.ZodType<T>, bytes: Buffer, where: string, what: string): T {
  const parsed = schema.safeParse(json(bytes, where, what));
  if (parsed.success) return parsed.data;
  const fault =
    parsed.error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`)[0] ?? "";
  throw new RegistryError("BadAnswer", { what: `the ${what} is malformed (${fault})`, where });
}

function json(bytes: Buffer, where: string, what: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new RegistryError("BadAnswer", { what: `the ${what} is no JSON`, where, cause });
  }
}
