import { stringify } from "yaml";
import type { Daemon } from "../../host/daemon.js";
import { EDGE } from "./edge.js";
import { ENVOY_ADMIN, MEMORY, NAMESPACE } from "./paths.js";

/** The controller's name, as the GatewayClass says it. */
export const CONTROLLER_NAME = "gateway.envoyproxy.io/gatewayclass-controller";
/** The newest Envoy that a lab is given. */
export const ENVOY_VERSION = "1.40.0";

const HEALTH_PORT = 8081;

/** Members of a line of the access log. */
const ACCESS_LOG = {
  time: "%START_TIME%",
  authority: "%REQ(:AUTHORITY)%",
  method: "%REQ(:METHOD)%",
  path: "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
  status: "%RESPONSE_CODE%",
  grpc_status: "%GRPC_STATUS%",
  flags: "%RESPONSE_FLAGS%",
  duration_ms: "%DURATION%",
  route: "%ROUTE_NAME%",
  pod: "%UPSTREAM_HOST%",
};

/** What Envoy Gateway is started with. */
export interface EnvoyGatewaySettings {
  readonly config: string;
  readonly kubeconfig: string;
  readonly address: string;
}

/** The controller of Gateways and routes. It starts Envoy, which ends with it. */
export function envoyGateway(binary: string, { config, kubeconfig, address }: EnvoyGatewaySettings): Daemon {
  return {
    name: "envoy-gateway",
    binary,
    args: ["server", "--config-path", config],
    env: { KUBECONFIG: kubeconfig, ENVOY_GATEWAY_NAMESPACE: NAMESPACE },
    within: EDGE,
    probe: { type: "http", url: `http://${address}:${HEALTH_PORT}/readyz`, expect: [200] },
    readyWithinMs: 60_000,
    address,
    configFiles: [config, kubeconfig],
  };
}

/** Where Envoy Gateway finds and keeps what. */
export interface EnvoyGatewayFolders {
  readonly config: string;
  readonly data: string;
  readonly accessLog: string;
}

/**
 * Text of the controller's configuration. All Gateways of a class share one Envoy: with one each, Gateways with the
 * same port would take connections from each other without anybody being told.
 */
export function envoyGatewayConfig(folders: EnvoyGatewayFolders): string {
  return stringify({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "EnvoyGateway",
    gateway: { controllerName: CONTROLLER_NAME },
    provider: {
      type: "Custom",
      custom: {
        // Without election a restarted controller does not wait for the last one's lease to run out.
        resource: { type: "Kubernetes", kubernetes: { leaderElection: { disable: true } } },
        infrastructure: {
          type: "Host",
          host: {
            configHome: folders.config,
            dataHome: folders.data,
            stateHome: `${MEMORY}/envoy/state`,
            runtimeDir: `${MEMORY}/envoy/run`,
          },
        },
      },
    },
    extensionApis: { enableBackend: true },
    envoyProxy: {
      mergeGateways: true,
      provider: { type: "Host", host: { envoyVersion: ENVOY_VERSION } },
      bootstrap: {
        type: "JSONPatch",
        jsonPatches: [
          {
            op: "replace",
            path: "/admin/address/socket_address",
            value: { address: ENVOY_ADMIN.host, port_value: ENVOY_ADMIN.port },
          },
        ],
      },
      telemetry: {
        // By the address of each pod: all versions behind one rule are one cluster to Envoy.
        metrics: { enablePerEndpointStats: true },
        accessLog: {
          settings: [
            {
              format: { type: "JSON", json: ACCESS_LOG },
              sinks: [{ type: "File", file: { path: folders.accessLog } }],
            },
          ],
        },
      },
      // Envoy would keep lines of its access log back for ten seconds.
      extraArgs: ["--file-flush-interval-msec", "500"],
    },
  });
}
