import { RECORD_TTL } from "../../../model/reservation/gateway/domain.js";
import {
  gatewaySubdomainSchema,
  type GatewaySubdomain,
} from "../../../model/reservation/types/gateway-subdomain.js";
import type { ExplorerWorkload } from "../../reservation/explorer/definition.js";
import type { GatewaySubdomainInputs, GatewaySubdomainOutputs } from "../subdomain.js";

/** Names on explorers, in domains that the gateway manages or that were delegated to it. */
export const subdomainOnExplorer: ExplorerWorkload<
  GatewaySubdomainInputs,
  GatewaySubdomainOutputs,
  GatewaySubdomain
> = {
  sort: "subdomain",
  type: 7,
  is: (workload) => workload.workloadType === 7,
  workload: ({ domain, ips }) => gatewaySubdomainSchema.parse({ domain, ips }),
  refusals: ({ nameServer, ttl, adopt }) => [
    ...(nameServer === undefined
      ? []
      : ["nameServer: has no meaning on an explorer, whose gateway answers for its names itself"]),
    ...(adopt ? ["adopt: has no meaning on an explorer, which has nobody take over a name"] : []),
    ...(ttl === RECORD_TTL ? [] : [`ttl: is always ${RECORD_TTL} on an explorer`]),
  ],
  asFound: ({ domain, ips }, last) => ({ ...last, domain, ips: [...ips] }),
  outputs: (answer, { domain }) => ({ ...answer, fqdn: domain }),
};
