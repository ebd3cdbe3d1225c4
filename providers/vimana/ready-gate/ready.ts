import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import { objectsIn } from "../objects-in.js";

/** Why a version's Deployment cannot take calls with this image yet; undefined when it can. */
export function notReady(deployment: KubeObject | undefined, image: string): string | undefined {
  if (deployment === undefined) return "the operator has not made its Deployment yet";
  const spec = isObject(deployment["spec"]) ? deployment["spec"] : {};
  const status = isObject(deployment["status"]) ? deployment["status"] : {};
  if (!imagesOf(spec).includes(image)) return `the operator has not brought ${image} to its Deployment yet`;
  if (numberOf(status["observedGeneration"]) < (deployment.metadata.generation ?? 0)) {
    return "its Deployment has not been looked at yet";
  }
  const needed = neededReplicas(deployment);
  const [all, updated, available] = ["replicas", "updatedReplicas", "availableReplicas"].map((field) =>
    numberOf(status[field]),
  );
  if (updated === all && (available ?? 0) >= needed) return undefined;
  return `${available} of ${numberOf(spec["replicas"] ?? 1)} replicas are available${complaint(status)}`;
}

/** One replica that answers is enough, and none where none is wanted. */
export function neededReplicas({ spec }: KubeObject): number {
  return Math.min(1, isObject(spec) ? numberOf(spec["replicas"] ?? 1) : 1);
}

/** Whether an EndpointSlice has an endpoint that takes calls. */
export function hasReadyEndpoint({ endpoints }: KubeObject): boolean {
  return objectsIn(endpoints).some(
    ({ conditions }) => !isObject(conditions) || conditions["ready"] !== false,
  );
}

function imagesOf(spec: Record<string, unknown>): unknown[] {
  const pod = isObject(spec["template"]) ? spec["template"]["spec"] : undefined;
  return objectsIn(isObject(pod) ? pod["containers"] : undefined).map(({ image }) => image);
}

/** What the Deployment itself says of what is wrong. */
function complaint(status: Record<string, unknown>): string {
  const bad = objectsIn(status["conditions"]).find(
    (condition) =>
      condition["status"] === (condition["type"] === "ReplicaFailure" ? "True" : "False") &&
      typeof condition["message"] === "string",
  );
  return bad === undefined ? "" : `: ${String(bad["message"])}`;
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
