import type { KubeObject } from "../../shared/kubernetes-object.js";
import { annotationOf } from "../annotations.js";
import type { Health } from "../codes.js";
import { hookOf } from "../sync/hooks.js";
import { conditionsOf, findCondition } from "./conditions.js";
import { countAt, listAt, textAt, valueAt, type Part } from "./fields.js";
import { degraded, healthy, progressing, unknown, type HealthRules } from "./rule.js";

/** Pods. */
export const PODS: HealthRules = { "/Pod": { versions: ["v1"], judge: pod } };

function pod(object: KubeObject): Health {
  // A pod that ends on purpose may still succeed after a failed pull or a crash; a hook must not fail by one.
  const isMeantToStay =
    textAt(object, "spec", "restartPolicy") === "Always" ||
    (annotationOf(object, "ignore-restart-policy") === "true" && !hookOf(object).isHook);
  if (isMeantToStay) {
    const stuck = listAt(object, "status", "containerStatuses").filter(isStuck);
    if (stuck.length > 0) {
      return degraded(stuck.map(waitingReason).join(", "));
    }
  }
  const message = textAt(object, "status", "message");
  switch (textAt(object, "status", "phase")) {
    case "Pending":
      return progressing(message);
    case "Succeeded":
      return healthy(message);
    case "Failed":
      return degraded(message === "" ? failureOf(object) : message);
    case "Running":
      return running(object, isMeantToStay);
    default:
      return unknown(message);
  }
}

function running(object: KubeObject, isMeantToStay: boolean): Health {
  const message = textAt(object, "status", "message");
  if (!isMeantToStay) {
    const endsByItself = ["OnFailure", "Never"].includes(textAt(object, "spec", "restartPolicy"));
    return endsByItself ? progressing(message) : unknown(message);
  }
  if (findCondition(conditionsOf(object), "Ready", "True") !== undefined) return healthy(message);
  const hasCrashed = listAt(object, "status", "containerStatuses").some(
    (container) => valueAt(container, "lastState", "terminated") !== undefined,
  );
  return hasCrashed ? degraded(message) : progressing(message);
}

/** Waits for something that does not come by waiting: `ErrImagePull`, `CrashLoopBackOff`, `CreateContainerError`. */
function isStuck(container: Part): boolean {
  return /^Err|Error$|BackOff$/.test(textAt(container, "state", "waiting", "reason"));
}

function waitingReason(container: Part): string {
  return textAt(container, "state", "waiting", "message") || textAt(container, "state", "waiting", "reason");
}

function failureOf(object: KubeObject): string {
  const containers = [
    ...listAt(object, "status", "initContainerStatuses"),
    ...listAt(object, "status", "containerStatuses"),
  ];
  return containers.map(exitOf).find((text) => text !== "") ?? "";
}

function exitOf(container: Part): string {
  const message = textAt(container, "state", "terminated", "message");
  if (message !== "") return message;
  if (textAt(container, "state", "terminated", "reason") === "OOMKilled") return "OOMKilled";
  const code = countAt(container, "state", "terminated", "exitCode");
  return code === 0 ? "" : `container "${textAt(container, "name")}" failed with exit code ${code}`;
}
