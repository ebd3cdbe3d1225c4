import type { KindHandlers } from "../runtime/kind.js";
import { messageOf } from "../runtime/presentable-error.js";
import { reachability } from "../runtime/reachability.js";
import { historyOf, type Ledger, openLedger, settle } from "./ledger/ledger.js";
import { damagedVersions, mergeHistory } from "./ledger/merge.js";
import { planLedger } from "./ledger/plan.js";
import { release } from "./ledger/release.js";
import { readLedger } from "./ledger/store.js";
import type { VersionLedgerInputs, VersionLedgerOutputs } from "./version-ledger.js";

/** What a ledger of versions does. */
export const versionLedgerHandlers: KindHandlers<VersionLedgerInputs, VersionLedgerOutputs> = {
  plan: planLedger,

  async create(context, inputs) {
    const ledger = await openLedger(context, inputs);
    return {
      id: `${inputs.namespace}/${ledger.ref.name}`,
      outputs: { history: await settle(ledger, undefined) },
    };
  },

  async read(context, _id, { inputs, outputs }) {
    const { client, ref, self, where } = await openLedger(context, inputs);
    const stored = await readLedger(client, ref);
    const records = mergeHistory(outputs.history, stored?.records ?? {}, self);
    const damaged = damagedVersions(records, stored?.records ?? {});
    if (stored === undefined) context.warn(`drift: ${where} is gone; the next update restores it`);
    else if (damaged.length > 0) {
      context.warn(`drift: ${where} was changed by hand: ${damaged.join(", ")}; the next update restores it`);
    }
    return {
      inputs: { ...inputs, inStep: stored !== undefined && damaged.length === 0 },
      outputs: { history: historyOf(records) },
    };
  },

  async update(context, _id, old, inputs) {
    const ledger = await openLedger(context, inputs);
    const history = await settle(ledger, old);
    if (old.inputs.cluster !== inputs.cluster) await leaveCluster(ledger, old.inputs);
    return { outputs: { history } };
  },

  async delete(context, _id, { inputs }) {
    await release(await openLedger(context, inputs));
  },
};

/** The record that stays behind, unless both names lead to one cluster. A dead cluster is no reason to stop. */
async function leaveCluster(ledger: Ledger, before: VersionLedgerInputs): Promise<void> {
  const { context, client, ref } = ledger;
  try {
    const left = await openLedger(context, before);
    const [here, there] = await Promise.all([client.get(ref), left.client.get(ref)]);
    if (here?.metadata.uid !== there?.metadata.uid) await release(left);
  } catch (error) {
    if (reachability(error) !== "unreachable") throw error;
    context.warn(`${messageOf(error, before.cluster)}; the record there is left as it is`);
  }
}
