import { isObject } from "../../shared/json.js";
import { groupVersionKind, type KubeObject } from "../../shared/kubernetes-object.js";
import { without } from "./members.js";

const NAMESPACE = new Set(["namespace"]);
const CPU_TARGET = "targetCPUUtilizationPercentage";

/** Two spellings of one object. */
export interface Pair {
  readonly target: KubeObject;
  readonly live: KubeObject;
}

/**
 * Brings two objects to one spelling where only the way of asking differs: autoscalers of versions 1 and 2, and a
 * namespace that only one of them names, since a cluster-scoped object has none and a manifest may leave it open.
 */
export function aligned(pair: Pair): Pair {
  return alignedAutoscalers(alignedNamespaces(pair));
}

function alignedNamespaces({ target, live }: Pair): Pair {
  if (isNamed(target.metadata.namespace) && isNamed(live.metadata.namespace)) return { target, live };
  return { target: withoutNamespace(target), live: withoutNamespace(live) };
}

function isNamed(namespace: unknown): boolean {
  return namespace !== undefined && namespace !== null && namespace !== "";
}

function withoutNamespace(object: KubeObject): KubeObject {
  const metadata = without(object.metadata, NAMESPACE);
  return metadata === object.metadata ? object : { ...object, metadata };
}

function alignedAutoscalers({ target, live }: Pair): Pair {
  const isAutoscaler = groupVersionKind(live).group === "autoscaling" && live.kind === target.kind;
  if (!isAutoscaler || live.kind !== "HorizontalPodAutoscaler" || live.apiVersion === target.apiVersion) {
    return { target, live };
  }
  return { target: asVersion2(target), live: asVersion2(live) };
}

/** Version 1 knows one metric, the average use of the CPU in percent. */
function asVersion2(autoscaler: KubeObject): KubeObject {
  const { apiVersion, spec } = autoscaler;
  if (apiVersion === "autoscaling/v2beta2") return { ...autoscaler, apiVersion: "autoscaling/v2" };
  if (apiVersion !== "autoscaling/v1" || !isObject(spec)) return autoscaler;
  const { [CPU_TARGET]: percent, ...rest } = spec;
  const metric = {
    type: "Resource",
    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: percent } },
  };
  const metrics = percent === undefined || percent === null ? {} : { metrics: [metric] };
  return { ...autoscaler, apiVersion: "autoscaling/v2", spec: { ...rest, ...metrics } };
}
