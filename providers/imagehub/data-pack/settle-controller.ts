import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { CODES } from "../../../model/imagehub/constants.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import { retryConflicts } from "../../kubernetes/retry-conflicts.js";
import { type FoundPack, isOver, readPack } from "./found.js";
import { holdIfAllowed } from "./hold.js";
import { newPackObject } from "./object.js";
import type { Pack } from "./pack.js";
import type { Settled } from "./settled.js";
import { gone, visit } from "./visit.js";

/** Longest wait for the controller; the operation's own time ends it earlier. */
const COLLECTION_MS = 60 * 60_000;

/**
 * Ensures that the object is there and waits until the controller has collected its data. The controller counts a
 * pack's life from its creation and deletes it afterwards, so one whose time is over is made anew.
 *
 * @param entered called as soon as the object is this resource's concern, so that a later failure is a partial one
 */
export async function settleController(pack: Pack, entered: (found: FoundPack) => void): Promise<Settled> {
  const { object, reused, held } = await retryConflicts(pack.context.signal, async () => {
    const found = await usable(pack);
    if (found === undefined) {
      return { object: await pack.client.create(newPackObject(pack, {})), reused: false, held: true };
    }
    return { object: found.object, reused: found.codes === CODES.ok, held: await holdIfAllowed(pack, found) };
  });
  entered(readPack(object));
  return { found: readPack(await collected(pack)), reused, held };
}

async function usable(pack: Pack): Promise<FoundPack | undefined> {
  const found = await visit(pack);
  if (found === undefined || !isOver(found, pack.context.now())) return found;
  const { uid, resourceVersion } = found.object.metadata;
  await pack.client.delete(pack.ref, {
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  });
  await gone(pack);
  return undefined;
}

async function collected(pack: Pack): Promise<KubeObject> {
  const object = await pack.client.waitFor(
    pack.ref,
    (current) => {
      if (current === undefined) throw expired(pack);
      return codesOf(current) === CODES.ok;
    },
    {
      timeoutMs: COLLECTION_MS,
      signal: pack.context.signal,
      describe: (current) => describe(pack, current),
      onProgress: (current) => {
        pack.context.status(`waiting for ${describe(pack, current)}`);
      },
    },
  );
  if (object === undefined) throw expired(pack);
  return object;
}

function describe(pack: Pack, object: KubeObject | undefined): string {
  const codes = object === undefined ? "gone" : `codes ${codesOf(object)}`;
  return `the imagehub controller to collect the data of ${pack.name} (${codes}); is it running?`;
}

function codesOf(object: KubeObject): number {
  const codes = isObject(object["status"]) ? object["status"]["codes"] : undefined;
  return typeof codes === "number" ? codes : CODES.notRun;
}

function expired(pack: Pack): Failure {
  return new Failure({
    what: `vanished before its data were collected; it lives for ${pack.inputs.expireTime}`,
    where: `DataPack ${pack.name} on cluster ${pack.inputs.cluster}`,
    next: "Choose a longer expireTime, and see whether somebody deletes data packs",
  });
}
