import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { OWNER_ANNOTATION, OWNER_LABEL, ownerHash } from "../../../model/shared/ownership.js";
import {
  formatHolders,
  type Holders,
  HOLDERS_ANNOTATION,
  keyOfToken,
  markOfHolder,
  readHolders,
  withoutHolder,
} from "../holders.js";
import { retryConflicts } from "../../kubernetes/retry-conflicts.js";
import type { Pack } from "./pack.js";
import { gone } from "./visit.js";

/**
 * Ends this resource's claim, if the object bears the claim that its state recorded. The object is deleted when
 * nobody else holds it, unless it was not made by groundplan at all; otherwise it passes to another holder.
 */
export async function release(pack: Pack): Promise<void> {
  await retryConflicts(pack.context.signal, async () => {
    const object = await pack.client.get(pack.ref);
    if (object === undefined || object.metadata.deletionTimestamp !== undefined) return;
    const holders = readHolders(object.metadata.annotations);
    const mine = keyOfToken(holders, pack.claim.token);
    if (mine === undefined) {
      pack.context.info(`${pack.name} stays: ${whoHolds(holders)}`);
      return;
    }
    const rest = withoutHolder(holders, mine);
    const made = object.metadata.annotations?.[OWNER_ANNOTATION] !== undefined;
    if (Object.keys(rest).length > 0 || !made) await leave(pack, object, markOfHolder(mine), rest);
    else await remove(pack, object);
  });
}

async function leave(pack: Pack, object: KubeObject, own: string, rest: Holders): Promise<void> {
  const [heir] = Object.keys(rest).sort();
  const passesOn = heir !== undefined && object.metadata.annotations?.[OWNER_ANNOTATION] === own;
  const mark = passesOn ? markOfHolder(heir) : undefined;
  await pack.client.patch(
    pack.ref,
    {
      metadata: {
        resourceVersion: object.metadata.resourceVersion,
        annotations: {
          [HOLDERS_ANNOTATION]: heir === undefined ? null : formatHolders(rest),
          ...(mark === undefined ? {} : { [OWNER_ANNOTATION]: mark }),
        },
        ...(mark === undefined ? {} : { labels: { [OWNER_LABEL]: ownerHash(mark) } }),
      },
    },
    { type: "merge" },
  );
  pack.context.info(`${pack.name} stays: ${whoHolds(rest)}`);
}

async function remove(pack: Pack, object: KubeObject): Promise<void> {
  const { uid, resourceVersion, finalizers = [] } = object.metadata;
  await pack.client.delete(pack.ref, {
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  });
  if (finalizers.length > 0) await gone(pack);
}

function whoHolds(holders: Holders): string {
  const marks = Object.keys(holders).sort().map(markOfHolder);
  if (marks.length === 0) return "it was not made by groundplan, and its time will end it";
  return `held by ${marks.slice(0, 3).join(", ")}${marks.length > 3 ? ` and ${marks.length - 3} more` : ""}`;
}
