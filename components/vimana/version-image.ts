import * as pulumi from "@pulumi/pulumi";
import { parseOciReference } from "../../model/shared/oci-reference.js";
import type { PlannedVersion, PlannedVimana } from "../../model/vimana/planned.js";
import type { ResolvedVimanaImages } from "./resolve-images.js";

/** What a version runs. */
export interface VersionImage {
  /** What its pods are given: pinned, when the digest was looked up. */
  readonly reference: pulumi.Input<string>;
  /** What the ledger records. */
  readonly recorded: pulumi.Input<{ readonly image: string; readonly digest?: string }>;
  /** Undefined when nothing tells it. */
  readonly digest: pulumi.Output<string | undefined>;
}

/** Images of one Vimana's versions. */
export type ImageOf = (version: PlannedVersion) => VersionImage;

/**
 * Finds what versions run.
 *
 * @param late images that are not known yet, by what stands for them
 * @param resolved what was looked up
 */
export function imagesOf(
  { wasm }: PlannedVimana,
  late: ReadonlyMap<string, pulumi.Output<string>>,
  resolved: ResolvedVimanaImages | undefined,
): ImageOf {
  return ({ image }) => {
    const output = late.get(image);
    if (output !== undefined) {
      return { reference: output, recorded: output.apply(withDigest), digest: output.apply(digestIn) };
    }
    const found = resolved?.get(image);
    if (found === undefined) {
      return { reference: image, recorded: withDigest(image), digest: pulumi.output(digestIn(image)) };
    }
    const { digest, pinned } = found;
    return {
      // Vimana's own runtime pulls by tag only.
      reference: wasm ? image : pinned,
      recorded: { image, digest },
      digest: pulumi.output(digest),
    };
  };
}

/** The digest that an image reference carries itself. */
export function digestIn(image: string): string | undefined {
  const parsed = parseOciReference(image);
  return parsed.ok ? parsed.reference.digest : undefined;
}

function withDigest(image: string): { readonly image: string; readonly digest?: string } {
  const digest = digestIn(image);
  return digest === undefined ? { image } : { image, digest };
}
