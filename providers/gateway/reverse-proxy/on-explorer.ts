import { tunnelSecretFault } from "../../../model/reservation/gateway/tunnel.js";
import {
  gatewayReverseProxySchema,
  type GatewayReverseProxy,
} from "../../../model/reservation/types/gateway-reverse-proxy.js";
import type { ExplorerWorkload } from "../../reservation/explorer/definition.js";
import type { GatewayReverseProxyInputs, GatewayReverseProxyOutputs } from "../reverse-proxy.js";

/**
 * Reverse proxies on explorers. Their gateways have tunnels of their own, which a client dials with the domain and the
 * secret alone: there is nothing to tell that the user does not have.
 */
export const reverseProxyOnExplorer: ExplorerWorkload<
  GatewayReverseProxyInputs,
  GatewayReverseProxyOutputs,
  GatewayReverseProxy
> = {
  sort: "reverse proxy",
  type: 6,
  is: (workload) => workload.workloadType === 6,
  workload: ({ domain }) => gatewayReverseProxySchema.parse({ domain }),
  secrets: ({ secret }) => ({ secret }),
  withSecrets: (workload, { secret = "" }) => ({ ...workload, secret }),
  refusals: ({ secret, customer, tunnelAddress }, tid) => {
    const fault = tunnelSecretFault(secret, tid);
    return [
      ...(fault === undefined ? [] : [`secret: ${fault}`]),
      ...(customer === undefined || customer === tid
        ? []
        : [`customer: is ${customer}, and ${tid} is who signs`]),
      ...(tunnelAddress === undefined
        ? []
        : ["tunnelAddress: is the gateway's own, and not chosen on an explorer"]),
    ];
  },
  asFound: ({ domain }, last) => ({ ...last, domain }),
  outputs: (answer) => answer,
};
