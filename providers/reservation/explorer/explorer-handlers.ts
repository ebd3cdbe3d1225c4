import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { globalId, parseGlobalId } from "../../../model/reservation/pipeline/names.js";
import { Failure } from "../../../model/shared/errors.js";
import type { NodeOutputs } from "../../node/definition.js";
import type { KindContext } from "../../runtime/context.js";
import { PartialFailure } from "../../runtime/failure.js";
import type { KindHandlers, KindState } from "../../runtime/kind.js";
import { messageOf } from "../../runtime/presentable-error.js";
import { answerOf, hasFailed, isDeleted, isLive, recordOf, signedPartsOf } from "./answer.js";
import { awaitResult } from "./bring-about.js";
import { refusalsOf } from "./compose.js";
import type { ExplorerInputs, ExplorerWorkload } from "./definition.js";
import { splitMetadata } from "./marker.js";
import { placeOrder } from "./place-order.js";
import { isRenewed, planWorkload } from "./plan.js";
import { removeWorkload } from "./remove.js";
import { openSite, type Site } from "./site.js";

/** What a kind does with workloads on explorers. */
export function explorerHandlers<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
): KindHandlers<I, O> {
  return {
    plan: (context, request) => planWorkload(definition, context, request),
    create: (context, inputs) => create(definition, context, inputs),
    read: (context, _id, state) => read(definition, context, state),
    update: (context, id, old, inputs) => update(definition, context, id, old, inputs),
    async delete(context, _id, { inputs, outputs }) {
      const site = await openSite(context, inputs);
      const { older } = recordOf(outputs["record"]);
      const seconds = inputs.timeouts?.delete;
      for (const id of [older, idOf(outputs)]) if (id !== undefined) await removeWorkload(site, id, seconds);
    },
  };
}

async function create<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  context: KindContext,
  inputs: I,
): Promise<{ readonly id: string; readonly outputs: O }> {
  const site = await openSite(context, inputs);
  refuse(definition, site, inputs);
  const placed = await placeOrder(definition, site, inputs);
  const id = definition.renewal?.id(inputs, site.customer.tid) ?? globalId(placed.id, "1");
  return { id, outputs: await awaitResult(definition, site, inputs, placed, id) };
}

/** Undefined when nothing is left of it. */
async function read<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  context: KindContext,
  { inputs, outputs }: KindState<I, O>,
): Promise<KindState<I, O> | undefined> {
  const site = await openSite(context, inputs);
  const workload = await workloadOf(site, outputs);
  if (workload === undefined || isDeleted(workload) || !definition.is(workload)) return undefined;
  const { older } = recordOf(outputs["record"]);
  const answer = answerOf(workload, signedPartsOf(outputs["record"]));
  for (const line of answer.drift)
    context.warn(`${definition.sort} ${workload.id} on ${site.client.where}: ${line}`);
  const kept = { ...answer, record: { ...answer.record, ...(older === undefined ? {} : { older }) } };
  const found = definition.asFound(workload, asFoundByAll(site, workload, inputs));
  return { inputs: found, outputs: definition.outputs(kept, workload, found) };
}

async function update<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  context: KindContext,
  pulumiId: string,
  old: KindState<I, O>,
  inputs: I,
): Promise<{ readonly outputs: O }> {
  const site = await openSite(context, inputs);
  const known = idOf(old.outputs);
  const { older } = recordOf(old.outputs["record"]);
  if (older !== undefined) await removeWorkload(site, older, inputs.timeouts?.update);
  if (isRenewed(definition, old.inputs, inputs)) return renew(definition, site, pulumiId, old, inputs);

  const workload = await workloadOf(site, old.outputs);
  if (workload === undefined || !(isLive(workload) || hasFailed(workload))) {
    throw new Failure({
      what: "is deleted, or about to be",
      where: `${definition.sort} ${known} on ${site.client.where}`,
      next: "Run `pulumi up --refresh`; when it is gone, another one is ordered",
    });
  }
  const placed = { id: workload.id, signed: signedPartsOf(old.outputs["record"]) };
  return { outputs: await awaitResult(definition, site, inputs, placed, pulumiId) };
}

/** Orders a newer workload, and when it is there has the older one deleted. */
async function renew<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  site: Site,
  pulumiId: string,
  old: KindState<I, O>,
  inputs: I,
): Promise<{ readonly outputs: O }> {
  const older = idOf(old.outputs);
  refuse(definition, site, inputs);
  const placed = await placeOrder(definition, site, inputs, older);
  const outputs = await awaitResult(definition, site, inputs, placed, pulumiId, { older });
  try {
    await removeWorkload(site, older, inputs.timeouts?.update);
  } catch (error) {
    throw new PartialFailure(pulumiId, outputs, [messageOf(error, `${definition.sort} ${older}`)]);
  }
  const parts = Object.entries(recordOf(outputs["record"]));
  const record = Object.fromEntries(parts.filter(([name]) => name !== "older"));
  return { outputs: { ...outputs, record } };
}

function refuse<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  { customer, client }: Site,
  inputs: I,
): void {
  const refusals = refusalsOf(definition, inputs, customer.tid);
  if (refusals.length === 0) return;
  throw new Failure({
    what: refusals.join("; "),
    where: `${definition.sort} on ${client.where}`,
    next: "Correct it and run `pulumi up` again",
  });
}

async function workloadOf({ client, context }: Site, outputs: NodeOutputs): Promise<AnyWorkload | undefined> {
  return client.workload(idOf(outputs), { signal: context.signal });
}

/** Decimal id of the workload that the state has. */
function idOf({ workloadId }: NodeOutputs): string {
  const parts = parseGlobalId(workloadId);
  if (parts !== undefined) return parts.id;
  throw new Failure({
    what: `has the workload id "${workloadId}", which no explorer gives`,
    next: "Take the resource out of the state with `pulumi state delete`, and run `pulumi up` again",
  });
}

/** What every workload has, as the explorer has it. */
function asFoundByAll<I extends ExplorerInputs>({ customer }: Site, workload: AnyWorkload, last: I): I {
  const { signers, quorumMin } = workload.signingRequestDelete;
  const wanted = last.deletion ?? { signers: [customer.tid], quorum: 1 };
  const same = quorumMin === wanted.quorum && signers.join(" ") === wanted.signers.join(" ");
  return {
    ...last,
    node: workload.nodeId,
    pool: workload.poolId,
    description: workload.description,
    metadata: splitMetadata(workload.metadata).own,
    ...(same ? {} : { deletion: { signers: [...signers], quorum: quorumMin } }),
  };
}
