import path from "node:path";
import type { LabFolder } from "../../state/folder.js";

/** A path below the gateway's part of the state folder. */
export function gatewayFolder(folder: LabFolder, ...parts: readonly string[]): string {
  return path.join(folder.root, "gateway", ...parts);
}

/** Where Envoy and Prometheus keep what may be lost, as the edge sees it. */
export const MEMORY = "/groundplan";
/** Envoy's figures and its other pages for administrators; inside the edge only. */
export const ENVOY_ADMIN = { host: "127.0.0.1", port: 9901 } as const;
/** Kubernetes namespace of the gateway's own objects. */
export const NAMESPACE = "envoy-gateway-system";
/** The GatewayClass that Gateways on the lab name. */
export const GATEWAY_CLASS = "envoy-gateway";
