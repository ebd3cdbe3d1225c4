import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { ANNOTATIONS, CODES } from "../../../model/imagehub/constants.js";
import { type DataPackResult, dataPackStatus } from "../../../model/imagehub/datapack.js";
import { expiresAt } from "../../../model/imagehub/datapack-expiry.js";
import type { JsonObject } from "../../../model/shared/json.js";
import { mergeDifference } from "../merge-difference.js";
import { retryConflicts } from "../../kubernetes/retry-conflicts.js";
import { collect } from "./collect.js";
import {
  COLLECTED_ANNOTATION,
  EXPIRES_ANNOTATION,
  type FoundPack,
  isOver,
  isUntouched,
  readPack,
  SOURCE_HASH_ANNOTATION,
} from "./found.js";
import { hold } from "./hold.js";
import { newPackObject } from "./object.js";
import type { Pack } from "./pack.js";
import type { Settled } from "./settled.js";
import { visit } from "./visit.js";

/**
 * Brings a data pack into being and up to date without a controller: adopts a usable one, collects the data of any
 * other, writes code 2 and then 1 as the controller would, or 3 when images are missing that must not be.
 * Repeatable at every step: what is written first (the hash of the data) tells whether what is written last is there.
 *
 * @param recollect collect the data even when there are usable ones
 * @param entered called as soon as this resource is among the holders, so that a later failure is a partial one
 */
export async function settleDirect(
  pack: Pack,
  recollect: boolean,
  entered: (found: FoundPack) => void,
): Promise<Settled> {
  return retryConflicts(pack.context.signal, async () => {
    const found = await visit(pack);
    if (found !== undefined && !recollect && isUsable(pack, found)) {
      const object = await hold(pack, found);
      return { found: readPack(object), reused: true, held: true };
    }
    pack.context.status(`collecting the data of ${pack.inputs.names.length} images`);
    const result = await collect(pack.client, pack.inputs);
    if (found !== undefined && isUsable(pack, found) && found.sourceHash === result.sourceHash) {
      const object = await hold(pack, found);
      return { found: readPack(object), reused: true, held: true };
    }
    const object =
      found === undefined
        ? await pack.client.create(newPackObject(pack, present(notes(pack, result))))
        : await hold(pack, found, notes(pack, result));
    entered(readPack(object));
    const written = await writeStatus(pack, object, result);
    return { found: readPack(written), reused: false, held: true };
  });
}

/** Data that are there, complete, not over, and as somebody meant them. */
function isUsable(pack: Pack, found: FoundPack): boolean {
  return (
    found.codes === CODES.ok &&
    !isOver(found, pack.context.now()) &&
    isUntouched(found) &&
    isWelcome(pack, found)
  );
}

function isWelcome({ inputs }: Pack, found: FoundPack): boolean {
  return inputs.onMissing === "empty" || found.missing.length === 0;
}

function notes(pack: Pack, result: DataPackResult): Record<string, string | null> {
  const now = `${new Date(pack.context.now()).toISOString().slice(0, -5)}Z`;
  const failed = dataPackStatus(result, pack.inputs.onMissing).codes === CODES.error;
  return {
    [COLLECTED_ANNOTATION]: now,
    [EXPIRES_ANNOTATION]: expiresAt(now, pack.inputs.expireTime) ?? now,
    [SOURCE_HASH_ANNOTATION]: result.sourceHash,
    [ANNOTATIONS.message]: failed ? `no such image: ${result.missing.join(", ")}` : null,
  };
}

function present(annotations: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
}

async function writeStatus(pack: Pack, object: KubeObject, result: DataPackResult): Promise<KubeObject> {
  const before = readPack(object);
  const pending =
    before.codes === CODES.ok || before.codes === CODES.pending
      ? object
      : await patchStatus(pack, object, { codes: CODES.pending, datas: before.datas });
  return patchStatus(pack, pending, dataPackStatus(result, pack.inputs.onMissing));
}

async function patchStatus(pack: Pack, object: KubeObject, wanted: JsonObject): Promise<KubeObject> {
  const status = mergeDifference(object["status"], wanted);
  if (status === undefined) return object;
  const { resourceVersion } = object.metadata;
  return pack.client.patch(
    pack.ref,
    { metadata: { resourceVersion }, status },
    { type: "merge", subresource: "status" },
  );
}
