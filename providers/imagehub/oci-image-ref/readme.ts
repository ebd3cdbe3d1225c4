import { isRegistryError } from "../../../clients/oci/errors.js";
import type { OciRegistry } from "../../../clients/oci/types.js";
import { LIMITS } from "../../../model/imagehub/constants.js";
import { README_URL, readmeUrl } from "../../../model/imagehub/registry-facts.js";
import type { OciResolution } from "../../../model/shared/oci-image.js";
import type { KindContext } from "../../runtime/context.js";
import type { OciImageRefInputs } from "../oci-image-ref.js";
import { describeReference } from "./lookup.js";

/**
 * The text of an image's readme, as it is: nothing renders or runs it. An image without one, or one that cannot be
 * had, is a warning and no reason to do without the image.
 *
 * @param earlier What was fetched for the same digest before; kept when it cannot be had now.
 */
export async function readmeOf(
  context: KindContext,
  registry: OciRegistry,
  inputs: OciImageRefInputs,
  resolution: OciResolution,
  earlier: string | undefined,
): Promise<string | undefined> {
  if (inputs.fetchReadme !== true) return undefined;
  const where = describeReference(registry, inputs);
  const address = readmeUrl(resolution);
  if (address === undefined) {
    context.warn(`${where}: the image names no readme (annotation ${README_URL})`);
    return undefined;
  }
  try {
    return await registry.linkedText(address, { limit: LIMITS.docs, signal: context.signal });
  } catch (error) {
    if (!isRegistryError(error)) throw error;
    const text = error.where === undefined ? error.what : `${error.where}: ${error.what}`;
    context.warn(`${where}: the readme is ${earlier === undefined ? "left out" : "kept as it was"}: ${text}`);
    return earlier;
  }
}
