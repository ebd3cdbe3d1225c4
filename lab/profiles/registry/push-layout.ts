import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { RegistryAccess } from "./access.js";
import { blob, type Blob } from "./image.js";
import { pushBlob, pushManifest, type Pushed, type PushTarget } from "./push.js";

const descriptor = z.looseObject({ mediaType: z.string(), digest: z.string() });
const layoutIndex = z.looseObject({ manifests: z.tuple([descriptor]) });
const imageManifest = z.looseObject({ config: descriptor, layers: z.array(descriptor) });

/** Pushes the one image of an OCI layout folder. */
export async function pushLayout(
  registry: RegistryAccess,
  layout: string,
  target: PushTarget,
): Promise<Pushed> {
  const { manifests } = layoutIndex.parse(JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8")));
  const manifest = readBlob(layout, manifests[0]);
  const { config, layers } = imageManifest.parse(JSON.parse(new TextDecoder().decode(manifest.bytes)));
  for (const part of [...layers, config]) await pushBlob(registry, target.repository, readBlob(layout, part));
  return pushManifest(registry, target.repository, target.tag, manifest);
}

function readBlob(layout: string, { mediaType, digest }: z.infer<typeof descriptor>): Blob {
  const bytes = new Uint8Array(readFileSync(path.join(layout, "blobs", ...digest.split(":"))));
  return blob(mediaType, bytes);
}
