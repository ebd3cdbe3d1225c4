import { isObject } from "../../../../model/shared/json.js";
import { at, READY, waiting, type ReadinessRule } from "./verdict.js";

/**
 * A Service is ready when a load balancer has its address and, unless it is headless, external or selects nothing,
 * when some pod behind it takes traffic.
 */
export const service: ReadinessRule = {
  usualSeconds: 600,
  judge(object) {
    if (at(object, "spec", "type") !== "LoadBalancer") return READY;
    const ingress = at(object, "status", "loadBalancer", "ingress");
    if (Array.isArray(ingress) && ingress.length > 0) return READY;
    return waiting("the load balancer has no address; does this cluster provide load balancers?");
  },
  related(object) {
    const selector = at(object, "spec", "selector");
    const isDirect =
      at(object, "spec", "clusterIP") === "None" || at(object, "spec", "type") === "ExternalName";
    if (isDirect || !isObject(selector) || Object.keys(selector).length === 0) return undefined;
    return {
      gvk: { group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice" },
      labelSelector: `kubernetes.io/service-name=${object.metadata.name ?? ""}`,
      judge: (slices) =>
        slices.some(hasReadyEndpoint)
          ? READY
          : waiting("no pod takes traffic: pods may not be ready, or spec.selector matches none"),
    };
  },
};

function hasReadyEndpoint(slice: unknown): boolean {
  const endpoints = at(slice, "endpoints");
  // The condition left out means ready (discovery.k8s.io/v1 EndpointConditions).
  return (
    Array.isArray(endpoints) && endpoints.some((endpoint) => at(endpoint, "conditions", "ready") !== false)
  );
}
