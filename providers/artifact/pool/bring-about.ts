import type { KindContext } from "../../runtime/context.js";
import { PartialFailure } from "../../runtime/failure.js";
import { messageOf } from "../../runtime/presentable-error.js";
import type { ArtifactPoolInputs, ArtifactPoolOutputs } from "../artifact-pool.js";
import { poolLock } from "../execution/pool-lock.js";
import { reconcile } from "../execution/reconcile.js";
import type { Reconciled } from "../execution/rounds.js";
import { declarePool, poolRef } from "../ledger/pool-store.js";
import { mayMount, projectSharedSecrets } from "../ledger/shared-secrets.js";
import { dropSpecs, saveSpec } from "../ledger/spec-store.js";
import { openSite, type Surroundings } from "../site.js";
import { declaredBy, mayDeclare } from "./declare.js";
import { judge } from "./judge.js";
import { lookAtPool } from "./look.js";
import { lockKey } from "./lock-key.js";
import { outputsOf } from "./outputs.js";
import { mayRefer } from "./reference-faults.js";
import { replenishReferences } from "./replenish.js";

/** Id of a pool in the state. */
export function idOf({ namespace, name }: Pick<ArtifactPoolInputs, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}

/**
 * Writes the pool as declared and brings it to its target; what creation and update both do.
 *
 * @throws PartialFailure once the pool is written: it exists then, with whatever it has by now
 */
export async function bringAbout(
  surroundings: Surroundings,
  context: KindContext,
  inputs: ArtifactPoolInputs,
  before: ArtifactPoolInputs | undefined,
): Promise<ArtifactPoolOutputs> {
  const { cluster, namespace, name: artifact, settings } = inputs;
  const site = await openSite(surroundings, context, { cluster, namespace, artifact });
  const declared = declaredBy(context, inputs, before);
  const { spec, declaration, subject } = declared;
  mayDeclare(site, await site.client.get(poolRef(site)), declared, inputs.adopt);
  await mayRefer(site, spec.refs, declaration.owner);
  await mayMount(site, spec.secrets, subject);
  const deadline = site.now() + settings.wait.timeout * 1000;
  let reconciled: Reconciled;
  try {
    reconciled = await poolLock.run(lockKey(site), site.signal, async () => {
      await saveSpec(site, spec, declaration);
      await projectSharedSecrets(site, spec.secrets, declaration);
      await declarePool(site, declaration);
      return reconcile(site, { deadline, wait: settings.wait.build });
    });
    const records = reconciled.world.slots.map(({ entry }) => entry.record);
    await dropSpecs(site, [spec.hash, ...records.map(({ specHash }) => specHash)]);
    const used = [spec, ...reconciled.world.specs.values()].flatMap(({ refs }) => refs);
    if (settings.wait.build) await replenishReferences(site, used, deadline);
  } catch (error) {
    const reached = await lookAtPool(site).catch(() => undefined);
    const outputs = reached === undefined ? {} : outputsOf(reached.world, reached.plan);
    throw new PartialFailure(idOf(inputs), outputs, [site.redactor.clean(messageOf(error, site.where))]);
  }
  const outputs = outputsOf(reconciled.world, reconciled.plan);
  const { reasons, warnings } = judge(site, reconciled);
  if (reasons.length > 0) throw new PartialFailure(idOf(inputs), outputs, reasons);
  for (const warning of warnings) context.warn(warning);
  return outputs;
}
