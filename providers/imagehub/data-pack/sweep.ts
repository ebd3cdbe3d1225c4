import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { messageOf } from "../../runtime/presentable-error.js";
import { GROUP, KINDS, VERSION } from "../../../model/imagehub/constants.js";
import { OWNER_ANNOTATION, OWNER_LABEL, ownerMark } from "../../../model/shared/ownership.js";
import { readHolders } from "../holders.js";
import { COLLECTED_ANNOTATION, EXPIRES_ANNOTATION } from "./found.js";
import type { Pack } from "./pack.js";

/**
 * Deletes data packs that groundplan made and nobody needs: without a controller nothing else ends their time.
 * They are expired for as long again as they lived, no holder of this stack is among theirs (its own resources
 * refresh or release theirs themselves), and no holder wants to keep them. What fails here fails silently but for a
 * warning; it is housekeeping.
 */
export async function sweepExpired(pack: Pack): Promise<void> {
  try {
    const { items } = await pack.client.list(
      { group: GROUP, version: VERSION, kind: KINDS.dataPack },
      { labelSelector: OWNER_LABEL, metadataOnly: true },
    );
    const now = pack.context.now();
    const scope = ownerMark(pack.context.scope, "");
    for (const object of items.filter(
      (item) => item.metadata.name !== pack.name && isForgotten(item, scope, now),
    )) {
      const { name = "", uid, resourceVersion } = object.metadata;
      await pack.client.delete(
        { ...pack.ref, name },
        {
          ...(uid === undefined ? {} : { uid }),
          ...(resourceVersion === undefined ? {} : { resourceVersion }),
        },
      );
      pack.context.info(`deleted ${name}, which expired long ago and has no living holder`);
    }
  } catch (error) {
    pack.context.warn(`expired data packs were not looked for: ${messageOf(error, "DataPack")}`);
  }
}

function isForgotten({ metadata }: KubeObject, scope: string, now: number): boolean {
  const { annotations = {}, ownerReferences = [], deletionTimestamp } = metadata;
  const begun = Date.parse(annotations[COLLECTED_ANNOTATION] ?? "");
  const end = Date.parse(annotations[EXPIRES_ANNOTATION] ?? "");
  const holders = readHolders(annotations);
  return (
    deletionTimestamp === undefined &&
    annotations[OWNER_ANNOTATION] !== undefined &&
    !ownerReferences.some(({ controller }) => controller === true) &&
    end + (end - begun) < now &&
    Object.entries(holders).every(([key, { keep }]) => keep !== true && !key.startsWith(scope))
  );
}
