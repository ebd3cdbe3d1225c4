import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, explanation, findCondition } from "./conditions.js";
import { degraded, healthy, progressing, suspended, type HealthRule, type HealthRules } from "./rule.js";

const SCALED: HealthRule = { judge: scaled };

/** KEDA. */
export const KEDA: HealthRules = {
  "keda.sh/ScaledObject": SCALED,
  "keda.sh/ScaledJob": SCALED,
};

function scaled(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  const fault = findCondition(conditions, "Ready", "False") ?? findCondition(conditions, "Fallback", "True");
  if (fault !== undefined) return degraded(explanation(fault));
  const ready = findCondition(conditions, "Ready", "True");
  if (ready === undefined) return progressing("Waiting for the scaler");
  const paused = findCondition(conditions, "Paused", "True");
  return paused === undefined ? healthy(ready.message) : suspended(explanation(paused));
}
