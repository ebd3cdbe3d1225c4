import { Failure } from "../../model/shared/errors.js";
import { ownerMark } from "../../model/shared/ownership.js";
import type { KindContext } from "../runtime/context.js";
import { PartialFailure } from "../runtime/failure.js";
import type { KindHandlers, KindState } from "../runtime/kind.js";
import { messageOf } from "../runtime/presentable-error.js";
import type { ArtifactLeaseInputs, ArtifactLeaseOutputs } from "./artifact-lease.js";
import { missingResults } from "./lease/choose.js";
import { planLease } from "./lease/plan.js";
import { replenish } from "./pool/replenish.js";
import { giveBackLease } from "./lease/return-lease.js";
import { takeLease } from "./lease/take-lease.js";
import { readSlot, type Slot } from "./ledger/slot-store.js";
import { openSite, realSurroundings, type Surroundings } from "./site.js";

/** What the kind does, in given surroundings. */
export function artifactLeaseHandlersIn(
  surroundings: Surroundings,
): KindHandlers<ArtifactLeaseInputs, ArtifactLeaseOutputs> {
  return {
    plan: (context, request) => planLease(surroundings, context, request),
    create: (context, inputs) => create(surroundings, context, inputs),
    read: (context, _id, state) => read(surroundings, context, state),
    update: (context, _id, old, inputs) => update(surroundings, context, old, inputs),
    async delete(context, _id, { inputs, outputs }) {
      const site = await openSite(surroundings, context, inputs);
      await giveBackLease(site, inputs, outputs, context.token);
    },
  };
}

/** What the kind does. */
export const artifactLeaseHandlers = artifactLeaseHandlersIn(realSurroundings);

async function create(
  surroundings: Surroundings,
  context: KindContext,
  inputs: ArtifactLeaseInputs,
): Promise<{ readonly id: string; readonly outputs: ArtifactLeaseOutputs }> {
  const site = await openSite(surroundings, context, inputs);
  const holder = ownerMark(context.scope, context.resource);
  const outputs = outputsOf(await takeLease(site, inputs, { holder, token: context.token }));
  const id = `${inputs.namespace}/${inputs.artifact}/${outputs.instance}`;
  site.redactor.learn(outputs.results);
  try {
    if (inputs.replenish) await replenish(site);
  } catch (error) {
    throw new PartialFailure(id, outputs, [messageOf(error, site.where)]);
  }
  return { id, outputs };
}

/** Undefined when the instance is this lease's no more. */
async function read(
  surroundings: Surroundings,
  context: KindContext,
  { inputs, outputs }: KindState<ArtifactLeaseInputs, ArtifactLeaseOutputs>,
): Promise<KindState<ArtifactLeaseInputs, ArtifactLeaseOutputs> | undefined> {
  const site = await openSite(surroundings, context, inputs);
  const slot = await readSlot(site, outputs.slot);
  if (slot !== undefined && isHeld(slot, outputs, context.token)) return { inputs, outputs: outputsOf(slot) };
  context.warn(
    `${site.artifact}/${outputs.instance} is borrowed by this lease no more; the next update borrows another`,
  );
  return undefined;
}

async function update(
  surroundings: Surroundings,
  context: KindContext,
  { outputs }: KindState<ArtifactLeaseInputs, ArtifactLeaseOutputs>,
  inputs: ArtifactLeaseInputs,
): Promise<{ readonly outputs: ArtifactLeaseOutputs }> {
  const site = await openSite(surroundings, context, inputs);
  const slot = await readSlot(site, outputs.slot);
  if (slot === undefined || !isHeld(slot, outputs, context.token)) {
    throw new Failure({
      what: `instance ${outputs.instance} is borrowed by this lease no more`,
      where: site.where,
      next: "Run `pulumi refresh`, then `pulumi up` to borrow another one",
    });
  }
  const missing = missingResults(slot.entry.results, inputs.expects);
  if (missing.length > 0) {
    throw new Failure({
      what: `instance ${outputs.instance} has no result ${missing.join(", ")}`,
      where: site.where,
      next: "Replace the lease to get an instance of the newest spec: `pulumi up --replace <urn>`",
    });
  }
  if (inputs.replenish) await replenish(site);
  return { outputs: outputsOf(slot) };
}

function isHeld({ entry: { record } }: Slot, { instance }: ArtifactLeaseOutputs, token: string): boolean {
  return record.instance === instance && record.lease?.token === token;
}

function outputsOf({ entry: { record, results } }: Slot): ArtifactLeaseOutputs {
  const { instance, slot, run, builtAt, createdAt } = record;
  return {
    ...{ instance, slot, builtAt: builtAt ?? createdAt, results: { ...results } },
    ...(run === undefined ? {} : { run }),
  };
}
