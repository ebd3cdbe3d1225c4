import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, findCondition } from "./conditions.js";
import { countAt, isTrueAt, numberAt, textAt, valueAt } from "./fields.js";
import { degraded, healthy, progressing, suspended, type HealthRules } from "./rule.js";

const NOT_OBSERVED = "Waiting for rollout to finish: the controller has not seen the latest spec yet";
const ON_DELETE = "Pods are updated when they are deleted (OnDelete)";

/** The workload kinds of the `apps` group. */
export const WORKLOADS: HealthRules = {
  "apps/Deployment": { versions: ["v1"], judge: deployment },
  "apps/StatefulSet": { versions: ["v1"], judge: statefulSet },
  "apps/DaemonSet": { versions: ["v1"], judge: daemonSet },
  "apps/ReplicaSet": { versions: ["v1"], judge: replicaSet },
};

function isObserved(object: KubeObject): boolean {
  return countAt(object, "metadata", "generation") <= countAt(object, "status", "observedGeneration");
}

function rollout(what: string): Health {
  return progressing(`Waiting for rollout to finish: ${what}`);
}

function deployment(object: KubeObject): Health {
  if (isTrueAt(object, "spec", "paused")) return suspended("Deployment is paused");
  if (!isObserved(object)) return progressing(NOT_OBSERVED);

  const condition = findCondition(conditionsOf(object), "Progressing");
  if (condition?.reason === "ProgressDeadlineExceeded") {
    return degraded(`Deployment "${object.metadata.name ?? ""}" exceeded its progress deadline`);
  }
  const wanted = countAt(object, "spec", "replicas");
  const total = countAt(object, "status", "replicas");
  const updated = countAt(object, "status", "updatedReplicas");
  const available = countAt(object, "status", "availableReplicas");
  if (updated < wanted) return rollout(`${updated} of ${wanted} replicas are updated`);
  if (total > updated) return rollout(`${total - updated} old replicas are pending termination`);
  if (available < updated) return rollout(`${available} of ${updated} updated replicas are available`);
  return healthy();
}

function statefulSet(object: KubeObject): Health {
  if (countAt(object, "status", "observedGeneration") === 0 || !isObserved(object)) {
    return progressing(NOT_OBSERVED);
  }
  const wanted = numberAt(object, "spec", "replicas");
  const ready = countAt(object, "status", "readyReplicas");
  if (wanted !== undefined && ready < wanted) return rollout(`${ready} of ${wanted} replicas are ready`);

  const strategy = textAt(object, "spec", "updateStrategy", "type");
  const rolling = valueAt(object, "spec", "updateStrategy", "rollingUpdate");
  const updated = countAt(object, "status", "updatedReplicas");
  if (strategy === "RollingUpdate" && rolling !== undefined && rolling !== null) {
    const partition = numberAt(object, "spec", "updateStrategy", "rollingUpdate", "partition");
    const due = (wanted ?? 0) - (partition ?? 0);
    if (partition !== undefined && updated < due) return rollout(`${updated} of ${due} replicas are updated`);
    return healthy(`${updated} replicas are updated`);
  }
  if (strategy === "OnDelete") return healthy(ON_DELETE);
  if (textAt(object, "status", "updateRevision") !== textAt(object, "status", "currentRevision")) {
    return rollout(`${updated} replicas are at revision ${textAt(object, "status", "updateRevision")}`);
  }
  return healthy();
}

function daemonSet(object: KubeObject): Health {
  if (!isObserved(object)) return progressing(NOT_OBSERVED);
  if (textAt(object, "spec", "updateStrategy", "type") === "OnDelete") return healthy(ON_DELETE);

  const wanted = countAt(object, "status", "desiredNumberScheduled");
  const updated = countAt(object, "status", "updatedNumberScheduled");
  const available = countAt(object, "status", "numberAvailable");
  if (updated < wanted) return rollout(`${updated} of ${wanted} pods are updated`);
  if (available < wanted) return rollout(`${available} of ${wanted} pods are available`);
  return healthy();
}

function replicaSet(object: KubeObject): Health {
  if (!isObserved(object)) return progressing(NOT_OBSERVED);

  const failure = findCondition(conditionsOf(object), "ReplicaFailure", "True");
  if (failure !== undefined) return degraded(failure.message);
  const wanted = countAt(object, "spec", "replicas");
  const available = countAt(object, "status", "availableReplicas");
  if (available < wanted) return rollout(`${available} of ${wanted} replicas are available`);
  return healthy();
}
