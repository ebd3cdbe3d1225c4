const GATEWAY_API = "gateway.networking.k8s.io";
const ENVOY_GATEWAY = "gateway.envoyproxy.io";

/** Group of Vimana's own kinds, and the version they are written in. */
export const VIMANA_GROUP = "api.vimana.host";
export const VIMANA_VERSION = "v1alpha1";

/** Every kind that hierarchies are made of, in the version it is written in. `group` is what references to it say. */
export const KINDS = {
  namespace: core("Namespace"),
  secret: core("Secret"),
  service: core("Service"),
  deployment: kind("apps", "v1", "Deployment"),
  autoscaler: kind("autoscaling", "v2", "HorizontalPodAutoscaler"),
  disruptionBudget: kind("policy", "v1", "PodDisruptionBudget"),
  runtimeClass: kind("node.k8s.io", "v1", "RuntimeClass"),
  certificate: kind("cert-manager.io", "v1", "Certificate"),
  gatewayClass: kind(GATEWAY_API, "v1", "GatewayClass"),
  gateway: kind(GATEWAY_API, "v1", "Gateway"),
  listenerSet: kind(GATEWAY_API, "v1", "ListenerSet"),
  grpcRoute: kind(GATEWAY_API, "v1", "GRPCRoute"),
  httpRoute: kind(GATEWAY_API, "v1", "HTTPRoute"),
  envoyProxy: kind(ENVOY_GATEWAY, "v1alpha1", "EnvoyProxy"),
  securityPolicy: kind(ENVOY_GATEWAY, "v1alpha1", "SecurityPolicy"),
  trafficPolicy: kind(ENVOY_GATEWAY, "v1alpha1", "BackendTrafficPolicy"),
  vimana: kind(VIMANA_GROUP, VIMANA_VERSION, "Vimana"),
  domain: kind(VIMANA_GROUP, VIMANA_VERSION, "Domain"),
  server: kind(VIMANA_GROUP, VIMANA_VERSION, "Server"),
  component: kind(VIMANA_GROUP, VIMANA_VERSION, "Component"),
} as const;

interface Kind {
  readonly group: string;
  readonly apiVersion: string;
  readonly kind: string;
}

/** How a field of another object names one of these; the group is never left to a default. */
export function referenceTo(type: Kind, name: string): { group: string; kind: string; name: string } {
  return { group: type.group, kind: type.kind, name };
}

function core(name: string): Kind {
  return { group: "", apiVersion: "v1", kind: name };
}

function kind(group: string, version: string, name: string): Kind {
  return { group, apiVersion: `${group}/${version}`, kind: name };
}
