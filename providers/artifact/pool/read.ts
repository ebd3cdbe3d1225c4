import { ARTIFACT_LABELS } from "../../../model/artifact/names.js";
import type { KindContext } from "../../runtime/context.js";
import type { KindState } from "../../runtime/kind.js";
import type { ArtifactPoolInputs, ArtifactPoolOutputs } from "../artifact-pool.js";
import { hasOurFinalizer } from "../execution/settle-run.js";
import { SpecCache } from "../execution/spec-cache.js";
import { viewOf, worldOf } from "../execution/world.js";
import { planPool } from "../../../model/artifact/plan/plan-pool.js";
import { isDeclared, poolIn, poolObject } from "../ledger/pool-record.js";
import { poolRef } from "../ledger/pool-store.js";
import type { Slot } from "../ledger/slot-store.js";
import { loadSpec } from "../ledger/spec-store.js";
import { textsIn } from "../ledger/texts.js";
import { openSite, type Site, type Surroundings } from "../site.js";
import { declaredBy } from "./declare.js";
import { outputsOf } from "./outputs.js";

const PIPELINE_RUN = { group: "tekton.dev", version: "v1", kind: "PipelineRun" } as const;

/** The pool as it is. Undefined when neither its ConfigMap nor an instance is left. */
export async function readPoolState(
  surroundings: Surroundings,
  context: KindContext,
  { inputs }: KindState<ArtifactPoolInputs, ArtifactPoolOutputs>,
): Promise<KindState<ArtifactPoolInputs, ArtifactPoolOutputs> | undefined> {
  const { cluster, namespace, name: artifact } = inputs;
  const site = await openSite(surroundings, context, { cluster, namespace, artifact });
  const found = await site.client.get(poolRef(site));
  const known = declaredBy(context, inputs, inputs);
  // The state has no secret results, so that only the cluster knows the spec of a pool without pipelines.
  const current =
    inputs.build === undefined ? (textsIn(found?.["data"])["current"] ?? known.spec.hash) : known.spec.hash;
  const declaration = { ...known.declaration, current };
  const spec = await loadSpec(site, current);
  const pool = poolIn(poolObject(site, declaration, found), site.where, site.now());
  const world = await worldOf(site, new SpecCache(site), pool, spec ?? known.spec);
  if (found === undefined && world.slots.length === 0) return undefined;
  const drifts = [
    ...(found === undefined ? [`ConfigMap ${poolRef(site).name} is gone`] : []),
    ...(found !== undefined && !isDeclared(site, found, declaration)
      ? [`ConfigMap ${poolRef(site).name} was changed by hand`]
      : []),
    ...(spec === undefined ? ["the spec of its instances is gone"] : []),
    ...(await runsWithoutRecord(site, world.slots)),
  ];
  for (const drift of drifts) context.warn(`drift: ${drift}; the next update restores it`);
  const plan = planPool(viewOf(world), site.now());
  return { inputs: { ...inputs, inStep: drifts.length === 0 }, outputs: outputsOf(world, plan) };
}

/** Builds whose instance is not in the ledger any more, though their outcome was never read. */
async function runsWithoutRecord(site: Site, slots: readonly Slot[]): Promise<string[]> {
  const { items } = await site.client.list(PIPELINE_RUN, {
    namespace: site.namespace,
    labelSelector: `${ARTIFACT_LABELS.artifact}=${site.artifact},${ARTIFACT_LABELS.phase}=build`,
    metadataOnly: true,
  });
  const known = new Set(slots.map(({ entry }) => entry.record.instance));
  return items
    .filter(hasOurFinalizer)
    .flatMap(({ metadata }) => metadata.labels?.[ARTIFACT_LABELS.instance] ?? [])
    .filter((instance) => !known.has(instance))
    .map((instance) => `the record of instance ${instance} is gone though its build run is there`);
}
