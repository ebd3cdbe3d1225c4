import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, explanation, findCondition } from "./conditions.js";
import { degraded, healthy, progressing, suspended, type HealthRule, type HealthRules } from "./rule.js";

const RECONCILED: HealthRule = { judge: reconciled };

/** Crossplane's own kinds and those of its providers. */
export const CROSSPLANE: HealthRules = {
  "*.crossplane.io/*": RECONCILED,
  "*.upbound.io/*": RECONCILED,
};

/** Kinds, in any group, that hold settings and never report a condition. */
const SETTINGS: readonly string[] = [
  "ClusterProviderConfig",
  "ClusterUsage",
  "Composition",
  "CompositionRevision",
  "ControllerConfig",
  "DeploymentRuntimeConfig",
  "EnvironmentConfig",
  "ImageConfig",
  "ProviderConfig",
  "ProviderConfigUsage",
  "StoreConfig",
  "Usage",
];
/** What the families of kinds call "done". */
const DONE: readonly string[] = [
  "Ready",
  "Healthy",
  "Offered",
  "Established",
  "ValidPipeline",
  "RevisionHealthy",
];

function reconciled(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  if (conditions.length === 0 && SETTINGS.includes(object.kind)) return healthy();
  const synced = findCondition(conditions, "Synced", "False");
  if (synced?.reason === "ReconcilePaused") return suspended(explanation(synced));
  const fault = synced ?? findCondition(conditions, "LastAsyncOperation", "False");
  if (fault !== undefined) return degraded(explanation(fault));
  const ends = conditions.filter(({ type }) => DONE.includes(type));
  const unfinished = ends.find(({ status }) => status !== "True");
  if (ends.length === 0 || unfinished !== undefined) {
    return progressing(
      unfinished === undefined ? "Waiting for the first reconciliation" : explanation(unfinished),
    );
  }
  return healthy();
}
