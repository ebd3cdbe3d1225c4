import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, findCondition } from "./conditions.js";
import { isTrueAt, listAt, textAt, valueAt } from "./fields.js";
import { degraded, healthy, progressing, suspended, type HealthRules } from "./rule.js";

/** The kinds of the `batch` group. */
export const JOBS: HealthRules = {
  "batch/Job": { versions: ["v1"], judge: job },
  "batch/CronJob": { judge: cronJob },
};

function job(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  const failed = findCondition(conditions, "Failed");
  if (failed !== undefined) return degraded(failed.message);
  const isSuspended = findCondition(conditions, "Suspended", "True");
  if (isSuspended !== undefined) return suspended(isSuspended.message);
  const ended = findCondition(conditions, "Complete") ?? findCondition(conditions, "Suspended");
  return ended === undefined ? progressing() : healthy(ended.message);
}

function cronJob(object: KubeObject): Health {
  if (isTrueAt(object, "spec", "suspend")) return healthy("CronJob is Suspended");
  if (valueAt(object, "status") === undefined) return progressing("Waiting for CronJob");

  const scheduled = textAt(object, "status", "lastScheduleTime");
  if (scheduled === "") return healthy("CronJob has not been scheduled yet");
  const succeeded = textAt(object, "status", "lastSuccessfulTime");
  if (succeeded === "") return healthy("CronJob has never completed successfully; it may not be healthy");
  if (listAt(object, "status", "active").length > 0) {
    return healthy("The job is running; its last execution may not have been successful");
  }
  if (Date.parse(succeeded) < Date.parse(scheduled)) {
    return degraded("CronJob has not completed its last execution successfully");
  }
  return healthy("CronJob has completed its last execution successfully");
}
