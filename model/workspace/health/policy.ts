import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf } from "./conditions.js";
import { degraded, healthy, progressing, type HealthRules } from "./rule.js";

/** The kinds of the `policy` group. */
export const POLICY: HealthRules = {
  "policy/PodDisruptionBudget": { judge: disruptionBudget },
};

function disruptionBudget(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  // Too few pods is what a budget is made for: it then simply allows no disruption.
  const fault = conditions.find(({ status, reason }) => status === "False" && reason !== "InsufficientPods");
  if (fault !== undefined) return degraded(`PodDisruptionBudget has ${fault.reason}`);
  const last = conditions.at(-1);
  return last === undefined
    ? progressing("Waiting for status")
    : healthy(`PodDisruptionBudget has ${last.reason}`);
}
