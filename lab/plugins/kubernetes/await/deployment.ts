import {
  at,
  condition,
  count,
  isObserved,
  labelSelector,
  READY,
  waiting,
  type ReadinessRule,
} from "./verdict.js";

/** A Deployment is ready when its newest pods are all available and no older one is left. */
export const deployment: ReadinessRule = {
  usualSeconds: 600,
  judge(object) {
    const wanted = at(object, "spec", "replicas") === undefined ? 1 : count(object, "spec", "replicas");
    if (!isObserved(object)) return waiting("the Deployment controller");
    if (at(object, "spec", "paused") === true) return READY;
    const [updated, available, all] = ["updatedReplicas", "availableReplicas", "replicas"].map((field) =>
      count(object, "status", field),
    ) as [number, number, number];
    if (updated >= wanted && available >= wanted && all <= updated) return READY;
    const progressing = condition(object, "Progressing");
    const stuck = progressing?.reason === "ProgressDeadlineExceeded" ? `: ${progressing.message}` : "";
    return waiting(`${Math.min(updated, available)} of ${wanted} replicas available${stuck}`);
  },
  pods: (object) => labelSelector(at(object, "spec", "selector", "matchLabels")),
};
