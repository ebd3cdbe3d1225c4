import { parse } from "yaml";
import { envoyGatewayConfig } from "../../../../lab/profiles/gateway/envoy-gateway.js";
import { ENVOY_ADMIN } from "../../../../lab/profiles/gateway/paths.js";
import { prometheusConfig } from "../../../../lab/profiles/gateway/prometheus.js";

const config: unknown = parse(
  envoyGatewayConfig({ config: "/lab/config", data: "/lab/data", accessLog: "/lab/access.log" }),
);

test("all Gateways of the lab share one Envoy, whose administration is closed to pods and host", () => {
  expect(config).toMatchObject({
    provider: { custom: { infrastructure: { type: "Host", host: { configHome: "/lab/config" } } } },
    envoyProxy: {
      mergeGateways: true,
      bootstrap: { jsonPatches: [{ value: { address: "127.0.0.1" } }] },
      telemetry: { accessLog: { settings: [{ sinks: [{ file: { path: "/lab/access.log" } }] }] } },
    },
  });
});

test("Prometheus asks Envoy's administration every second", () => {
  expect(config).toMatchObject({
    envoyProxy: { bootstrap: { jsonPatches: [{ value: { port_value: ENVOY_ADMIN.port } }] } },
  });
  expect(parse(prometheusConfig())).toMatchObject({
    global: { scrape_interval: "1s" },
    scrape_configs: [
      { metrics_path: "/stats/prometheus", static_configs: [{ targets: [`127.0.0.1:${ENVOY_ADMIN.port}`] }] },
    ],
  });
});
