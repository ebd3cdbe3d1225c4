import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, explanation, findCondition } from "./conditions.js";
import { isTrueAt, textAt } from "./fields.js";
import { degraded, healthy, progressing, suspended, type HealthRules } from "./rule.js";

/** Cluster API. */
export const CLUSTER_API: HealthRules = {
  "cluster.x-k8s.io/Cluster": { judge: cluster },
  "cluster.x-k8s.io/Machine": { judge: (object) => byPhase(object, "Running") },
  "cluster.x-k8s.io/MachineDeployment": { judge: (object) => byPhase(object, "Running") },
  "cluster.x-k8s.io/MachinePool": { judge: (object) => byPhase(object, "Running") },
};

function cluster(object: KubeObject): Health {
  if (isTrueAt(object, "spec", "paused")) return suspended("Cluster is paused");
  const notReady = findCondition(conditionsOf(object), "Ready", "False");
  return notReady === undefined ? byPhase(object, "Provisioned") : degraded(explanation(notReady));
}

function byPhase(object: KubeObject, done: string): Health {
  const phase = textAt(object, "status", "phase");
  if (phase === done) return healthy(`${object.kind} is ${phase}`);
  const notReady = findCondition(conditionsOf(object), "Ready", "False");
  const message = notReady === undefined ? `Waiting for ${object.kind}` : explanation(notReady);
  return phase === "Failed" ? degraded(message) : progressing(message);
}
