import type { RegistryAccess } from "./access.js";
import { pushImage, pushIndex, tagDigest, type PushTarget } from "./push.js";
import { SEED_IMAGES, type SeedImage } from "./seed-images.js";
import type { ImageContent } from "./image.js";

/**
 * Pushes those example images whose tag is missing. Their content is always the same, so their digests are too;
 * a tag that somebody has moved stays where it is.
 * @returns What was pushed, as `organization/repository:tag`.
 */
export async function seedRegistry(registry: RegistryAccess): Promise<readonly string[]> {
  const pushed = await Promise.all(SEED_IMAGES.map((image) => seedOne(registry, image)));
  return pushed.flatMap((name) => name ?? []);
}

async function seedOne(registry: RegistryAccess, image: SeedImage): Promise<string | undefined> {
  const target: PushTarget = { repository: image.repository, tag: image.tag };
  if ((await tagDigest(registry, target)) !== undefined) return undefined;
  const contents = image.architectures.map((architecture) => contentOf(image, architecture));
  const [first] = contents;
  if (contents.length === 1 && first !== undefined) await pushImage(registry, { ...target, ...first });
  else await pushIndex(registry, { ...target, images: contents, annotations: annotationsOf(image) });
  return `${image.repository}:${image.tag}`;
}

/** What a cluster image holds: manifests or a chart to apply, and the list of images these need. */
function contentOf(image: SeedImage, architecture: string): ImageContent {
  const name = image.repository.slice(image.repository.indexOf("/") + 1);
  return {
    platform: { os: "linux", architecture },
    created: image.created,
    annotations: annotationsOf(image),
    config: {
      Cmd: [`kubectl apply -f manifests/${name}.yaml`],
      Labels: { "sealos.io.type": "application", "sealos.io.version": "v1beta1" },
    },
    layers: [
      [
        { path: `manifests/${name}.yaml`, content: manifestOf(name, image.tag) },
        {
          path: "images/shim/images.txt",
          content: `registry.groundplan.test/${image.repository}:${image.tag}\n`,
        },
      ],
      [
        {
          path: "README.md",
          content: `# ${name} ${image.tag}\n\n${image.description ?? `Installs ${name}.`}\n`,
        },
      ],
    ],
  };
}

function manifestOf(name: string, version: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  version: ${version}\n`;
}

function annotationsOf({
  repository,
  tag,
  created,
  description,
  source,
  documentation,
}: SeedImage): Record<string, string> {
  const optional = { description, source, documentation };
  return {
    "org.opencontainers.image.title": repository,
    "org.opencontainers.image.version": tag,
    "org.opencontainers.image.created": created,
    ...Object.fromEntries(
      Object.entries(optional).flatMap(([key, value]) =>
        value === undefined ? [] : [[`org.opencontainers.image.${key}`, value]],
      ),
    ),
  };
}
