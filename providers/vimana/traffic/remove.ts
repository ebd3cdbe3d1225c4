import { describeRef } from "../../../clients/kubernetes/objects.js";
import type { ObjectRef } from "../../../clients/kubernetes/types.js";
import { retryConflicts } from "../../kubernetes/retry-conflicts.js";
import { mayDelete } from "../../runtime/ownership.js";
import type { Server } from "./server.js";

/** Milliseconds that a carrier may take to be gone; the operation's own time may end it earlier. */
const GONE_WITHIN_MS = 60_000;

/** Removes carriers that bear this resource's token, and tells who holds the others. */
export async function removeObjects(
  server: Pick<Server, "client" | "context">,
  refs: readonly ObjectRef[],
): Promise<void> {
  for (const ref of refs) await removeOne(server, ref);
}

async function removeOne(
  { client, context }: Pick<Server, "client" | "context">,
  ref: ObjectRef,
): Promise<void> {
  const removed = await retryConflicts(context.signal, async () => {
    const live = await client.get(ref);
    const decision = mayDelete(
      live === undefined ? undefined : (live.metadata.annotations ?? {}),
      context.token,
    );
    if (decision.verdict === "foreign") context.info(`${describeRef(ref)} stays: held by ${decision.holder}`);
    if (decision.verdict !== "yes") return undefined;
    const { uid } = live?.metadata ?? {};
    await client.delete(ref, uid === undefined ? {} : { uid });
    return uid;
  });
  if (removed === undefined) return;
  await client.waitFor(ref, (object) => object === undefined || object.metadata.uid !== removed, {
    timeoutMs: GONE_WITHIN_MS,
    signal: context.signal,
    describe: (object) =>
      `it is being deleted and has finalizers ${object?.metadata.finalizers?.join(", ") ?? ""}`,
  });
}
