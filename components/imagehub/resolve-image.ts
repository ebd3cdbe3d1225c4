import * as pulumi from "@pulumi/pulumi";
import { formatPlatform } from "../../model/shared/oci-image.js";
import { formatPinned, formatPinnedWithTag } from "../../model/shared/oci-reference.js";
import { registryTarget } from "../../providers/targets/registry.js";
import { Redactor } from "../../providers/runtime/redactor.js";
import { Targets } from "../../providers/runtime/targets.js";
import { parseHostlessReference } from "./hostless-reference.js";

/** What a tag stands for at this moment. */
export interface ResolvedImage {
  /** Digest of the index, or of the manifest of an image with one platform. */
  readonly digest: string;
  /** `host/repository@sha256:…`. */
  readonly pinned: string;
  /** `host/repository:tag@sha256:…`. */
  readonly pinnedWithTag: string;
  /** `<os>/<architecture>[/<variant>]` each. */
  readonly platforms: readonly string[];
  readonly mediaType: string;
  /** Compressed bytes of the chosen platform. */
  readonly size: number;
}

/**
 * Looks a tag up while the program runs, at every preview and update, and records nothing. Where a move of the tag is
 * to be seen in previews, or refused, use an {@link OciImageRef}.
 *
 * @param reference `repository:tag` without the host
 * @throws RegistryError when the registry does not answer or has no such tag
 * @example
 * const { pinned } = await resolveImage("labring/mysql:v8.0.25", { registry: "lab" });
 */
export async function resolveImage(
  reference: string,
  options: {
    /** Name of the registry, from `groundplan:registries`. */
    readonly registry: string;
    /** @default linux/amd64 */
    readonly platform?: string;
  },
): Promise<ResolvedImage> {
  const parsed = parseHostlessReference(reference);
  if (!parsed.ok) throw new pulumi.RunError(`resolveImage: ${reference} ${parsed.reason}`);
  const config = pulumi.runtime.allConfig();
  const targets = new Targets({ get: (key) => config[key] }, new Redactor());
  const registry = await targets.connect(registryTarget, options.registry);
  try {
    const { platform } = options;
    const found = await registry.resolve(parsed.reference, platform === undefined ? {} : { platform });
    const named = { ...parsed.reference, host: registry.host };
    return {
      digest: found.digest,
      pinned: formatPinned(named, found.digest),
      pinnedWithTag: formatPinnedWithTag(named, found.digest),
      platforms: found.platforms.map(formatPlatform),
      mediaType: found.mediaType,
      size: found.size,
    };
  } finally {
    await registry.close();
  }
}
