import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, explanation, findCondition, isStale } from "./conditions.js";
import { numberAt } from "./fields.js";
import { degraded, healthy, progressing, suspended, type HealthRule, type HealthRules } from "./rule.js";

const RECONCILED: HealthRule = { judge: reconciled };

/** Strimzi. */
export const STRIMZI: HealthRules = {
  "kafka.strimzi.io/Kafka": RECONCILED,
  "kafka.strimzi.io/KafkaBridge": RECONCILED,
  "kafka.strimzi.io/KafkaConnect": RECONCILED,
  "kafka.strimzi.io/KafkaConnector": RECONCILED,
  "kafka.strimzi.io/KafkaMirrorMaker2": RECONCILED,
  "kafka.strimzi.io/KafkaTopic": RECONCILED,
  "kafka.strimzi.io/KafkaUser": RECONCILED,
};

function reconciled(object: KubeObject): Health {
  const waiting = progressing(`Waiting for ${object.kind}`);
  if (isStale(object, numberAt(object, "status", "observedGeneration"))) return waiting;
  const conditions = conditionsOf(object);
  const paused = findCondition(conditions, "ReconciliationPaused", "True");
  if (paused !== undefined) return suspended(explanation(paused));
  const notReady =
    findCondition(conditions, "NotReady", "True") ?? findCondition(conditions, "Ready", "False");
  if (notReady?.reason === "Creating") return waiting;
  if (notReady !== undefined) return degraded(explanation(notReady));
  return findCondition(conditions, "Ready", "True") === undefined ? waiting : healthy();
}
