import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, explanation, findCondition, isStale, oneCondition } from "./conditions.js";
import { numberAt } from "./fields.js";
import { degraded, healthy, progressing, type HealthRules } from "./rule.js";

const WAITING = "Waiting for status update";

/** Knative Serving. */
export const KNATIVE: HealthRules = {
  "serving.knative.dev/Service": { judge: service },
  "serving.knative.dev/DomainMapping": oneCondition({ waiting: WAITING, observesGeneration: true }),
};

function service(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  if (isStale(object, numberAt(object, "status", "observedGeneration"))) return progressing(WAITING);
  const failed = conditions.find(({ status }) => status === "False");
  if (failed !== undefined) return degraded(`${failed.type} is False: ${explanation(failed)}`);
  const isComplete = ["ConfigurationsReady", "RoutesReady", "Ready"].every(
    (type) => findCondition(conditions, type, "True") !== undefined,
  );
  return isComplete ? healthy("Knative Service is healthy") : progressing(WAITING);
}
