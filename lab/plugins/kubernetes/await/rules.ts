import type { KubeObject } from "../../../../clients/kubernetes/types.js";
import { annotation, skipsReadiness } from "../annotations.js";
import { groupKind } from "../kinds.js";
import { customResourceDefinition } from "./custom-resource-definition.js";
import { daemonSet } from "./daemon-set.js";
import { deployment } from "./deployment.js";
import { job } from "./job.js";
import { persistentVolumeClaim } from "./persistent-volume-claim.js";
import { pod } from "./pod.js";
import { service } from "./service.js";
import { statefulSet } from "./stateful-set.js";
import type { ReadinessRule } from "./verdict.js";
import { waitForRule } from "./wait-for.js";

const RULES: Readonly<Record<string, ReadinessRule>> = {
  "apiextensions.k8s.io/CustomResourceDefinition": customResourceDefinition,
  "apps/DaemonSet": daemonSet,
  "apps/Deployment": deployment,
  "apps/StatefulSet": statefulSet,
  "batch/Job": job,
  "/PersistentVolumeClaim": persistentVolumeClaim,
  "/Pod": pod,
  "/Service": service,
};

/**
 * How an object becomes ready: not at all when it asks not to be awaited, else as it says itself, else by its kind.
 * Undefined for objects that are ready once they exist.
 * @param inputs The object as the user gave it, annotations included.
 */
export function readinessRule(inputs: KubeObject): ReadinessRule | undefined {
  if (skipsReadiness(inputs)) return undefined;
  const expression = annotation(inputs, "waitFor");
  return expression === undefined || expression === "" ? RULES[groupKind(inputs)] : waitForRule(expression);
}
