import { gatewayProxySchema, type GatewayProxy } from "../../../model/reservation/types/gateway-proxy.js";
import type { ExplorerWorkload } from "../../reservation/explorer/definition.js";
import type { GatewayProxyInputs, GatewayProxyOutputs } from "../proxy.js";

/** Forwarded domains on explorers, whose gateways forward both HTTP and TLS. */
export const proxyOnExplorer: ExplorerWorkload<GatewayProxyInputs, GatewayProxyOutputs, GatewayProxy> = {
  sort: "proxy",
  type: 5,
  is: (workload) => workload.workloadType === 5,
  workload: ({ domain, addr, port, portTls }) => gatewayProxySchema.parse({ domain, addr, port, portTls }),
  refusals: ({ port, portTls }) =>
    [
      { name: "port", value: port },
      { name: "portTls", value: portTls },
    ].flatMap(({ name, value }) =>
      value === 0 ? [`${name}: must not be 0; gateways of explorers forward both HTTP and TLS`] : [],
    ),
  asFound: ({ domain, addr, port, portTls }, last) => ({ ...last, domain, addr, port, portTls }),
  outputs: (answer) => answer,
};
