import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { formatHolders, HOLDERS_ANNOTATION, keyOfToken, readHolders, withoutHolder } from "../holders.js";
import type { FoundPack } from "./found.js";
import type { Pack } from "./pack.js";

/**
 * Enters this resource among the holders of an object that exists, with other annotations in the same write.
 * Nothing is written when all of it stands there already.
 *
 * @param annotations `null` removes one
 * @throws KubeError Conflict when somebody else wrote since the object was read
 */
export async function hold(
  pack: Pack,
  found: FoundPack,
  annotations: Readonly<Record<string, string | null>> = {},
): Promise<KubeObject> {
  const current = found.object.metadata.annotations ?? {};
  const claims = readHolders(current);
  const others = withoutHolder(claims, keyOfToken(claims, pack.claim.token));
  const wanted: Record<string, string | null> = {
    ...annotations,
    [HOLDERS_ANNOTATION]: formatHolders({ ...others, [pack.key]: pack.claim }),
  };
  const changed = Object.entries(wanted).filter(([key, value]) => (current[key] ?? null) !== value);
  if (changed.length === 0) return found.object;
  const { resourceVersion } = found.object.metadata;
  return pack.client.patch(
    pack.ref,
    { metadata: { resourceVersion, annotations: Object.fromEntries(changed) } },
    { type: "merge" },
  );
}

/**
 * {@link hold} for users who may read and create data packs only, as the original API's default role has it: then
 * the object is used without a claim and left to its time.
 *
 * @returns whether the claim is entered
 */
export async function holdIfAllowed(pack: Pack, found: FoundPack): Promise<boolean> {
  try {
    await hold(pack, found);
    return true;
  } catch (error) {
    if (!isKubeError(error, "Forbidden")) throw error;
    pack.context.warn(
      `${pack.name} is used but not held, and stays until it expires: the credential may not patch data packs`,
    );
    return false;
  }
}
