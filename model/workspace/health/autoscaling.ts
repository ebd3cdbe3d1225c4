import type { KubeObject } from "../../shared/kubernetes-object.js";
import { groupVersionKind } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, type Condition } from "./conditions.js";
import { textAt } from "./fields.js";
import { degraded, healthy, progressing, unknown, type HealthRules } from "./rule.js";

/** Where `autoscaling/v1` keeps what later versions have in `status.conditions`. */
const CONDITIONS_ANNOTATION = "autoscaling.alpha.kubernetes.io/conditions";

/** Reasons, by condition type, for which an autoscaler cannot work. */
const FAILURES: Readonly<Record<string, readonly string[]>> = {
  AbleToScale: ["FailedGetScale", "FailedUpdateScale"],
  ScalingActive: [
    "FailedGetResourceMetric",
    "FailedGetObjectMetric",
    "FailedGetPodsMetric",
    "FailedGetExternalMetric",
    "FailedComputeMetricsReplicas",
    "InvalidSelector",
  ],
};
const WORKING: readonly string[] = ["AbleToScale", "ScalingLimited"];

/** Horizontal pod autoscalers. */
export const AUTOSCALING: HealthRules = {
  "autoscaling/HorizontalPodAutoscaler": { versions: ["v1", "v2"], judge: autoscaler },
};

function autoscaler(object: KubeObject): Health {
  if (groupVersionKind(object).version !== "v1") return byConditions(conditionsOf(object));
  const text = textAt(object, "metadata", "annotations", CONDITIONS_ANNOTATION);
  if (text === "") return byConditions([]);
  const conditions = parsed(text);
  return Array.isArray(conditions)
    ? byConditions(conditionsOf({ conditions }, "conditions"))
    : unknown(`the annotation ${CONDITIONS_ANNOTATION} is no JSON list`);
}

function byConditions(conditions: readonly Condition[]): Health {
  const failure = conditions.find(({ type, reason }) => FAILURES[type]?.includes(reason) === true);
  if (failure !== undefined) return degraded(failure.message);
  const working = conditions.find(({ type, status }) => WORKING.includes(type) && status === "True");
  return working === undefined ? progressing("Waiting to Autoscale") : healthy(working.message);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
