import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, explanation, findCondition } from "./conditions.js";
import { degraded, healthy, progressing, type HealthRule, type HealthRules } from "./rule.js";

const INSTANCES: HealthRule = { judge: instances };

/** The Prometheus operator. */
export const PROMETHEUS: HealthRules = {
  "monitoring.coreos.com/Prometheus": INSTANCES,
  "monitoring.coreos.com/PrometheusAgent": INSTANCES,
  "monitoring.coreos.com/Alertmanager": INSTANCES,
  "monitoring.coreos.com/ThanosRuler": INSTANCES,
};

function instances(object: KubeObject): Health {
  const available = findCondition(conditionsOf(object), "Available");
  if (available === undefined) return progressing("Waiting for initialization");
  if (available.status === "True") return healthy("All instances are available");
  return available.reason === "SomePodsNotReady"
    ? progressing(explanation(available))
    : degraded(explanation(available));
}
