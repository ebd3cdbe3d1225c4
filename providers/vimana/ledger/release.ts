import { OWNER_ANNOTATION, TOKEN_ANNOTATION } from "../../../model/shared/ownership.js";
import { retryConflicts } from "../../kubernetes/retry-conflicts.js";
import { lookFor } from "./available.js";
import { decide } from "./decide.js";
import { UNREADABLE } from "./entry.js";
import { type Ledger } from "./ledger.js";
import { pendingVersions, recordsOf, writeLedger } from "./store.js";

/**
 * Ends this resource's part in a ledger: its versions are retired. The ConfigMap goes too, unless it is to stay or
 * others have entries in it. One that a later instance holds is left as it is.
 */
export async function release({ context, client, inputs, ref, self, where }: Ledger): Promise<void> {
  await retryConflicts(context.signal, async () => {
    const object = await client.get(ref);
    if (object === undefined || object.metadata.deletionTimestamp !== undefined) return;
    const { annotations = {}, uid, resourceVersion } = object.metadata;
    const records = recordsOf(object);
    const holds = Object.values(records).some(({ token }) => token === self.token);
    if (self.token === "" || !(holds || annotations[TOKEN_ANNOTATION] === self.token)) {
      const holder = annotations[OWNER_ANNOTATION] ?? "somebody who left no owner mark";
      context.info(`${where} stays: ${holder} holds it`);
      return;
    }
    const shared = Object.values(records).some((entry) => entry !== UNREADABLE && entry.token !== self.token);
    if (!inputs.retain && !shared) {
      await client.delete(ref, {
        ...(uid === undefined ? {} : { uid }),
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      });
      return;
    }
    const { records: after } = decide({
      self,
      records,
      seen: await lookFor(client, inputs, pendingVersions(records)),
      before: [],
      wanted: {},
      forgive: [],
      monotonic: false,
      now: new Date(context.now()).toISOString(),
    });
    await writeLedger(client, object, after);
    const why = inputs.retain ? "it is to be retained" : "others have versions in it";
    context.info(`${where} stays with ${Object.keys(after).length} used versions: ${why}`);
  });
}
