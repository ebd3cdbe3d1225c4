import type { KubeObject } from "../../../../clients/kubernetes/types.js";
import { isObject } from "../../../../model/shared/json.js";
import { at, condition } from "./verdict.js";

// A container in one of these states is only on its way.
const HARMLESS: ReadonlySet<unknown> = new Set(["ContainerCreating", "PodInitializing", "Completed"]);

/** What keeps a pod from running, one line each: it cannot be scheduled, an image is missing, a container ends. */
export function podTroubles(pod: KubeObject): string[] {
  const name = pod.metadata.name ?? "";
  const scheduled = condition(pod, "PodScheduled");
  const unscheduled =
    scheduled?.status === "False" ? [`pod ${name}: ${scheduled.reason}: ${scheduled.message}`] : [];
  const containers = ["initContainerStatuses", "containerStatuses"]
    .flatMap((field) => at(pod, "status", field) ?? [])
    .filter(isObject)
    .flatMap((container) => {
      const state = at(container, "state", "waiting") ?? at(container, "state", "terminated");
      if (!isObject(state) || typeof state["reason"] !== "string" || HARMLESS.has(state["reason"])) return [];
      const message = typeof state["message"] === "string" ? `: ${state["message"]}` : "";
      return [`pod ${name}, container ${String(container["name"])}: ${state["reason"]}${message}`];
    });
  return [...unscheduled, ...containers];
}
