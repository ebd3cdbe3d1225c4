import { at, count, isObserved, labelSelector, READY, waiting, type ReadinessRule } from "./verdict.js";

/** A DaemonSet is ready when every node that should has a pod of the newest revision, available. */
export const daemonSet: ReadinessRule = {
  usualSeconds: 600,
  judge(object) {
    if (!isObserved(object)) return waiting("the DaemonSet controller");
    const wanted = count(object, "status", "desiredNumberScheduled");
    const available = count(object, "status", "numberAvailable");
    if (available < wanted) return waiting(`${available} of ${wanted} pods available`);
    if (at(object, "spec", "updateStrategy", "type") === "OnDelete") return READY;
    const updated = count(object, "status", "updatedNumberScheduled");
    return updated >= wanted ? READY : waiting(`${updated} of ${wanted} pods updated`);
  },
  pods: (object) => labelSelector(at(object, "spec", "selector", "matchLabels")),
};
