import { Failure } from "../../../model/shared/errors.js";
import { type FoundPack, hasContent, readPack } from "./found.js";
import type { Pack } from "./pack.js";

/** Longest wait for an object that is being deleted; the operation's own time ends it earlier. */
const DELETION_MS = 10 * 60_000;

/**
 * The object under the pack's name, once it is fit for use: one that is being deleted is waited out.
 *
 * @throws Failure when the name is taken by a pack with other content
 */
export async function visit(pack: Pack): Promise<FoundPack | undefined> {
  const object = await pack.client.get(pack.ref);
  if (object === undefined) return undefined;
  const found = readPack(object);
  if (found.terminating) {
    await gone(pack);
    return undefined;
  }
  if (hasContent(found, pack.inputs)) return found;
  throw new Failure({
    what: "exists already and has another specification",
    where: `DataPack ${pack.name} on cluster ${pack.inputs.cluster}`,
    next: "Leave the name out, so that it follows from the content, or remove the object",
  });
}

/** Waits until the object is gone. */
export async function gone(pack: Pack): Promise<void> {
  pack.context.status(`waiting for the earlier ${pack.name} to be deleted`);
  await pack.client.waitFor(pack.ref, (object) => object === undefined, {
    timeoutMs: DELETION_MS,
    signal: pack.context.signal,
    describe: () => `${pack.name} to be deleted`,
  });
}
