import type { KubernetesClient, ObjectRef } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { labelsOf } from "../../../model/vimana/names.js";
import { retryConflicts } from "../../kubernetes/retry-conflicts.js";
import type { KindContext } from "../../runtime/context.js";
import type { KindState } from "../../runtime/kind.js";
import { clusterTarget } from "../../targets/cluster.js";
import { ownMarks } from "../own-marks.js";
import type { VersionLedgerInputs, VersionLedgerOutputs } from "../version-ledger.js";
import { lookFor, type Sighting } from "./available.js";
import { type Decision, decide, type Situation } from "./decide.js";
import { type History, publicEntry, type Records } from "./entry.js";
import { mergeHistory, type Self } from "./merge.js";
import {
  describeLedger,
  differs,
  LEDGER_MANAGER,
  ledgerData,
  ledgerRef,
  readLedger,
  type StoredLedger,
  writeLedger,
} from "./store.js";

/** What a ledger's resource knew before. */
export type Before = KindState<VersionLedgerInputs, VersionLedgerOutputs> | undefined;

/** Everything that the steps of one operation on one ledger need. */
export interface Ledger {
  readonly context: KindContext;
  readonly client: KubernetesClient;
  readonly inputs: VersionLedgerInputs;
  readonly ref: ObjectRef;
  readonly self: Self;
  /** Names it in messages. */
  readonly where: string;
}

/** Connects to the cluster of a ledger. */
export async function openLedger(context: KindContext, inputs: VersionLedgerInputs): Promise<Ledger> {
  const client = await context.target(clusterTarget, inputs.cluster);
  const ref = ledgerRef(inputs);
  const where = describeLedger(ref, client.server);
  return { context, client, inputs, ref, self: selfOf(context), where };
}

/** As whom a ledger's resource acts. */
export function selfOf({ scope, token }: Pick<KindContext, "scope" | "token">): Self {
  return { stack: [scope.installation, scope.project, scope.stack].join("/"), token };
}

/** Reads what is known and decides what becomes of it. */
export async function assess(
  ledger: Ledger,
  before: Before,
): Promise<{ readonly stored: StoredLedger | undefined; readonly decision: Decision }> {
  const { client, inputs, self } = ledger;
  const stored = await readLedger(client, ledger.ref);
  const records = mergeHistory(before?.outputs.history ?? {}, stored?.records ?? {}, self);
  const uncertain = Object.entries(records).flatMap(([version, { state }]) =>
    state === "pending" || (state === "retired" && version in inputs.versions) ? [version] : [],
  );
  const seen = await lookFor(client, inputs, uncertain);
  return { stored, decision: decide(situationOf(ledger.context, inputs, before, records, seen)) };
}

/** What a decision about these inputs is made from. */
export function situationOf(
  context: KindContext,
  inputs: VersionLedgerInputs,
  before: Before,
  records: Records,
  seen: Sighting,
): Situation {
  return {
    self: selfOf(context),
    records,
    seen,
    before: Object.keys(before?.inputs.versions ?? {}),
    wanted: inputs.versions,
    forgive: inputs.forgive,
    monotonic: inputs.monotonic,
    now: new Date(context.now()).toISOString(),
  };
}

/**
 * Records the declared versions, whoever else writes meanwhile.
 *
 * @returns everything that is known then
 * @throws Failure when a version cannot be as declared; nothing is recorded then
 */
export async function settle(ledger: Ledger, before: Before): Promise<History> {
  return retryConflicts(ledger.context.signal, async () => {
    const { stored, decision } = await assess(ledger, before);
    if (decision.faults.length > 0) throw refused(ledger.inputs.fullName, ledger.where, decision.faults);
    await write(ledger, stored, decision.records, before === undefined);
    return historyOf(decision.records);
  });
}

/** @param takeOver whether the ConfigMap passes to this resource */
async function write(
  { client, context, inputs, ref }: Ledger,
  stored: StoredLedger | undefined,
  records: Records,
  takeOver: boolean,
): Promise<void> {
  const marks = ownMarks(context);
  if (stored !== undefined) {
    if (takeOver || differs(stored.records, records)) {
      await writeLedger(client, stored.object, records, takeOver ? marks : {});
    }
    return;
  }
  const [domain = "", server = ""] = inputs.fullName.split(":");
  await client.create(
    {
      apiVersion: ref.apiVersion,
      kind: ref.kind,
      metadata: {
        name: ref.name,
        namespace: inputs.namespace,
        labels: { ...labelsOf({ domain, server }), ...marks.labels },
        annotations: marks.annotations,
      },
      data: ledgerData(records),
    },
    { fieldManager: LEDGER_MANAGER },
  );
}

/** The refusal of versions that cannot be as declared. */
export function refused(fullName: string, where: string, faults: readonly string[]): Failure {
  const lines = faults.map((fault) => `  ${fullName}@${fault}`).join("\n");
  return new Failure({
    what: `version numbers cannot be re-used:\n${lines}\n`,
    where,
    next:
      "Declare a new version number; to use one once more all the same, give the server " +
      "`forgive: [{version, reason}]` with a reason that it has not had yet",
  });
}

/** The entries as a state keeps them. */
export function historyOf(records: Records): History {
  return Object.fromEntries(
    Object.entries(records).map(([version, recorded]) => [version, publicEntry(recorded)]),
  );
}
