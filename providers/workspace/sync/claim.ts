import { isKubeError } from "../../../clients/kubernetes/errors.js";
import { refOf } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { type ObjectKey, objectKey } from "../../../model/shared/kubernetes-object.js";
import { TOKEN_ANNOTATION } from "../../../model/shared/ownership.js";
import { hookOf } from "../../../model/workspace/sync/hooks.js";
import { bearsToken } from "./marks.js";
import { inParallel } from "./pool.js";
import type { World } from "./world.js";

/**
 * Writes this creation's token on what an earlier one, whose outcome got lost, has left and no apply touches: hooks,
 * and objects that are not declared any more. Without it they could not be removed later. Does nothing when there is
 * no such object, which is always so in an update.
 */
export async function claimLeftovers({
  workspace,
  live,
  inventory,
  targets,
}: World): Promise<ReadonlyMap<ObjectKey, KubeObject>> {
  const { client, marks, fieldManager } = workspace;
  const declared = new Set(targets.map(objectKey));
  const leftovers = [...live.objects].filter(
    ([key, object]) =>
      key in inventory && (!declared.has(key) || hookOf(object).isHook) && !bearsToken(object, marks),
  );
  const claimed = await inParallel(leftovers, async ([key, object]): Promise<[ObjectKey, KubeObject][]> => {
    const patch = {
      metadata: { uid: object.metadata.uid, annotations: { [TOKEN_ANNOTATION]: marks.token } },
    };
    try {
      return [[key, await client.patch(refOf(object), patch, { type: "merge", fieldManager })]];
    } catch (error) {
      if (isKubeError(error, "NotFound", "Conflict")) return [];
      throw error;
    }
  });
  return new Map(claimed.flat());
}
