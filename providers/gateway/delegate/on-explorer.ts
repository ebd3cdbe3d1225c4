import { RECORD_TTL } from "../../../model/reservation/gateway/domain.js";
import {
  gatewayDelegateSchema,
  type GatewayDelegate,
} from "../../../model/reservation/types/gateway-delegate.js";
import type { ExplorerWorkload } from "../../reservation/explorer/definition.js";
import type { GatewayDelegateInputs, GatewayDelegateOutputs } from "../delegate.js";

/** Zones on explorers, whose gateways name themselves in them. */
export const delegateOnExplorer: ExplorerWorkload<
  GatewayDelegateInputs,
  GatewayDelegateOutputs,
  GatewayDelegate
> = {
  sort: "delegation",
  type: 8,
  is: (workload) => workload.workloadType === 8,
  workload: ({ domain }) => gatewayDelegateSchema.parse({ domain }),
  refusals: ({ nameServer, nameServers, ttl }) => [
    ...(nameServer === undefined
      ? []
      : ["nameServer: has no meaning on an explorer, whose gateway answers for the zone itself"]),
    ...(nameServers.length === 0
      ? []
      : ["nameServers: has no meaning on an explorer, whose gateway names itself in the zone"]),
    ...(ttl === RECORD_TTL ? [] : [`ttl: is always ${RECORD_TTL} on an explorer`]),
  ],
  asFound: ({ domain }, last) => ({ ...last, domain }),
  outputs: (answer, { domain }) => ({ ...answer, zone: domain }),
};
