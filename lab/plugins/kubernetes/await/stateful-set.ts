import { at, count, isObserved, labelSelector, READY, waiting, type ReadinessRule } from "./verdict.js";

/** A StatefulSet is ready when all replicas are, and those that its rollout reaches are of the newest revision. */
export const statefulSet: ReadinessRule = {
  usualSeconds: 600,
  judge(object) {
    if (!isObserved(object)) return waiting("the StatefulSet controller");
    const wanted = at(object, "spec", "replicas") === undefined ? 1 : count(object, "spec", "replicas");
    const ready = count(object, "status", "readyReplicas");
    if (ready < wanted) return waiting(`${ready} of ${wanted} replicas ready`);
    if (at(object, "spec", "updateStrategy", "type") === "OnDelete") return READY;
    const reached = wanted - count(object, "spec", "updateStrategy", "rollingUpdate", "partition");
    const updated = count(object, "status", "updatedReplicas");
    const isSettled = at(object, "status", "updateRevision") === at(object, "status", "currentRevision");
    return isSettled || updated >= reached ? READY : waiting(`${updated} of ${reached} replicas updated`);
  },
  pods: (object) => labelSelector(at(object, "spec", "selector", "matchLabels")),
};
