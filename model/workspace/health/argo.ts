import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, findCondition } from "./conditions.js";
import { countAt, isTrueAt, listAt, textAt } from "./fields.js";
import { degraded, healthy, progressing, suspended, unknown, type HealthRules } from "./rule.js";

/** Argo Workflows and Argo Rollouts. */
export const ARGO: HealthRules = {
  "argoproj.io/Workflow": { judge: workflow },
  "argoproj.io/Rollout": { judge: rollout },
};

function workflow(object: KubeObject): Health {
  const message = textAt(object, "status", "message");
  switch (textAt(object, "status", "phase")) {
    case "":
    case "Pending":
    case "Running":
      return progressing(message);
    case "Succeeded":
      return healthy(message);
    case "Failed":
    case "Error":
      return degraded(message);
    default:
      return unknown(message);
  }
}

const ROLLOUT_FAILURES: readonly string[] = ["RolloutAborted", "ProgressDeadlineExceeded"];

function rollout(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  const invalid = findCondition(conditions, "InvalidSpec");
  if (invalid !== undefined) return degraded(invalid.message);
  if (isTrueAt(object, "spec", "paused")) return suspended("Rollout is paused");
  // Written as text; releases before 1.0 put a hash there, which tells nothing.
  const observed = textAt(object, "status", "observedGeneration");
  if (/^\d+$/.test(observed) && Number(observed) < (object.metadata.generation ?? 0)) {
    return progressing("Waiting for the rollout's spec to be observed");
  }
  const progress = findCondition(conditions, "Progressing");
  if (progress !== undefined && ROLLOUT_FAILURES.includes(progress.reason)) return degraded(progress.message);
  if (listAt(object, "status", "pauseConditions").length > 0) return suspended("Rollout is paused");

  const message = textAt(object, "status", "message");
  switch (textAt(object, "status", "phase")) {
    case "Healthy":
      return healthy(message);
    case "Degraded":
      return degraded(message);
    case "Paused":
      return suspended(message);
    case "Progressing":
      return progressing(message);
    default:
      return withoutPhase(object);
  }
}

/** Releases before 1.0 write no phase. */
function withoutPhase(object: KubeObject): Health {
  const serving = textAt(object, "status", "currentPodHash");
  if (serving === "") return progressing("Waiting for the rollout to begin");

  const wanted = countAt(object, "spec", "replicas");
  const total = countAt(object, "status", "replicas");
  const updated = countAt(object, "status", "updatedReplicas");
  const available = countAt(object, "status", "availableReplicas");
  if (updated < wanted) return progressing(`${updated} of ${wanted} replicas are updated`);
  if (total > updated) return progressing(`${total - updated} old replicas are pending termination`);
  if (available < updated) return progressing(`${available} of ${updated} updated replicas are available`);
  const active =
    textAt(object, "status", "blueGreen", "activeSelector") || textAt(object, "status", "stableRS");
  return active === "" || active === serving
    ? healthy()
    : progressing("The updated replicas do not get the traffic yet");
}
