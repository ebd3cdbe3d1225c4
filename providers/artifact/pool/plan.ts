import { currentBudget } from "../../../model/artifact/plan/budget.js";
import { planPool } from "../../../model/artifact/plan/plan-pool.js";
import { planSummary } from "../../../model/artifact/plan/summary.js";
import type { PoolPlan } from "../../../model/artifact/plan/types.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { ArtifactPoolInputs, ArtifactPoolOutputs } from "../artifact-pool.js";
import { SpecCache } from "../execution/spec-cache.js";
import { viewOf, worldOf } from "../execution/world.js";
import { isDeclared, type Pool, poolIn, poolObject } from "../ledger/pool-record.js";
import { poolRef } from "../ledger/pool-store.js";
import { digestOfSources, sharedSecretFaults } from "../ledger/shared-secrets.js";
import { openSite, type Site, type Surroundings } from "../site.js";
import { type Declared, declaredBy, mayDeclare } from "./declare.js";
import { referenceFaults } from "./reference-faults.js";

/** What will be built and cleaned, and what keeps the pool from its target. Nothing is written. */
export async function planArtifactPool(
  surroundings: Surroundings,
  context: KindContext,
  { old, news, unknown }: PlanRequest<ArtifactPoolInputs, ArtifactPoolOutputs>,
): Promise<Plan | undefined> {
  if (unknown.length > 0) {
    return { summary: "", steps: [], notes: ["what is built and cleaned is told when everything is known"] };
  }
  // Nothing is unknown, so every checked input is there.
  const inputs = news as ArtifactPoolInputs;
  const { cluster, namespace, name: artifact } = inputs;
  const site = await openSite(surroundings, context, { cluster, namespace, artifact });
  const declared = declaredBy(context, inputs, old?.inputs);
  const found = await site.client.get(poolRef(site));
  mayDeclare(site, found, declared, inputs.adopt);
  const { spec, subject } = declared;
  const pool = poolAhead(site, found, declared);
  const [faults, references] = await Promise.all([
    sharedSecretFaults(site, spec.secrets, subject),
    referenceFaults(site, spec.refs, inputs.team),
  ]);
  const world = await worldOf(site, new SpecCache(site), pool, spec);
  const secretsDigest = faults.length > 0 ? world.secretsDigest : await digestOfSources(site, spec.secrets);
  const plan = planPool(viewOf({ ...world, secretsDigest }), site.now());
  const written =
    old !== undefined && (found === undefined || !isDeclared(site, found, declared.declaration));
  return {
    summary: planSummary(plan),
    steps: [...(written ? [`write ConfigMap ${poolRef(site).name}`] : []), ...stepsOf(plan)],
    notes: [...plan.blocked, ...faults, ...references.refused, ...references.missing],
  };
}

/** The pool as the update will find it. */
function poolAhead(site: Site, found: KubeObject | undefined, { declaration }: Declared): Pool {
  const now = site.now();
  const object = poolObject(site, declaration, found);
  const ahead = poolIn(object, site.where, now);
  const { current, settings } = declaration;
  return { ...ahead, budget: currentBudget(ahead.budget, current, settings.retry, now) };
}

function stepsOf(plan: PoolPlan): string[] {
  const begun = plan.actions.map((action) =>
    action.do === "build"
      ? `build into slot ${action.slot}`
      : `clean ${action.instance} (${WHY[action.why]})`,
  );
  const awaited = plan.awaited.map((instance) => `wait for ${instance}`);
  const retry =
    plan.retryAt === undefined ? [] : [`try again from ${new Date(plan.retryAt).toISOString()} on`];
  return [...awaited, ...begun, ...retry];
}

const WHY = {
  excess: "more than the target",
  dirty: "it was used",
  failed: "its run failed",
  stale: "of an older spec",
  expired: "it has reached its age",
  outOfRange: "its slot is above the total",
} as const;
