import type { z } from "zod";
import { containerSchema } from "../types/container.js";
import { containerCapacitySchema } from "../types/container-capacity.js";
import { gateway4To6Schema } from "../types/gateway4to6.js";
import { gatewayDelegateSchema } from "../types/gateway-delegate.js";
import { gatewayProxySchema } from "../types/gateway-proxy.js";
import { gatewayReverseProxySchema } from "../types/gateway-reverse-proxy.js";
import { gatewaySubdomainSchema } from "../types/gateway-subdomain.js";
import { k8sSchema } from "../types/k8s.js";
import { logsRedisSchema } from "../types/logs.js";
import { networkConnectionSchema } from "../types/network-connection.js";
import { networkResourceSchema } from "../types/network-resource.js";
import { publicIPSchema } from "../types/public-ip.js";
import { statsAggregatorSchema } from "../types/stats-aggregator.js";
import { virtualMachineSchema } from "../types/virtual-machine.js";
import { volumeSchema } from "../types/volume.js";
import { workloadEnvelopeSchema } from "../types/workload.js";
import { zdbSchema } from "../types/zdb.js";

/** `classic`: one signed reservation holds all workloads. `pool`: each workload stands alone, paid by a pool. */
export type Generation = "classic" | "pool";

/**
 * How a generation writes the fields that it does not know: `held` only where they hold something, so that nothing of
 * the internal model is lost; `never` where they say what the place already says.
 */
export type Foreign = "held" | "never";

type ForeignFields = Readonly<Record<string, Foreign>>;

/** What a classic entry does not know of ReservationInfo: all but its number and node. */
const INFO_IN_CLASSIC: ForeignFields = {
  poolId: "held",
  reference: "held",
  description: "held",
  signingRequestProvision: "held",
  signingRequestDelete: "held",
  id: "held",
  json: "held",
  customerTid: "held",
  customerSignature: "held",
  nextAction: "held",
  signaturesProvision: "held",
  signatureFarmer: "held",
  signaturesDelete: "held",
  epoch: "held",
  metadata: "held",
  result: "held",
  workloadType: "never",
  version: "held",
};
/** Fields of older servers that upstream's newest code has given up. */
const OLD: ForeignFields = { farmerTid: "held", statsAggregator: "held" };
const FARMER: ForeignFields = { farmerTid: "held" };

const FOREIGN: Readonly<Record<Generation, ReadonlyMap<z.core.$ZodType, ForeignFields>>> = {
  classic: new Map<z.core.$ZodType, ForeignFields>([
    [containerSchema, { ...INFO_IN_CLASSIC, ...FARMER, stats: "held" }],
    [volumeSchema, { ...INFO_IN_CLASSIC, ...OLD }],
    [zdbSchema, { ...INFO_IN_CLASSIC, ...FARMER }],
    [
      k8sSchema,
      {
        ...INFO_IN_CLASSIC,
        ...FARMER,
        publicIp: "held",
        datastoreEndpoint: "held",
        disableDefaultIngress: "held",
        customSize: "held",
      },
    ],
    [networkResourceSchema, INFO_IN_CLASSIC],
    [gatewayProxySchema, INFO_IN_CLASSIC],
    [gatewayReverseProxySchema, INFO_IN_CLASSIC],
    [gatewaySubdomainSchema, INFO_IN_CLASSIC],
    [gatewayDelegateSchema, INFO_IN_CLASSIC],
    [gateway4To6Schema, INFO_IN_CLASSIC],
    [publicIPSchema, INFO_IN_CLASSIC],
    [virtualMachineSchema, INFO_IN_CLASSIC],
    [networkConnectionSchema, { publicIp6: "held", yggdrasilIp: "held" }],
    [containerCapacitySchema, { diskSize: "held", diskType: "held" }],
    [logsRedisSchema, { secretStdout: "held", secretStderr: "held" }],
    [workloadEnvelopeSchema, { poolId: "held" }],
  ]),
  pool: new Map<z.core.$ZodType, ForeignFields>([
    [containerSchema, OLD],
    [volumeSchema, OLD],
    [zdbSchema, FARMER],
    [k8sSchema, FARMER],
    [statsAggregatorSchema, { addr: "held", port: "held", secret: "held" }],
  ]),
};

/** How a generation writes a field of a type; undefined for a field that it knows, which it always writes. */
export function foreignField(
  generation: Generation,
  type: z.core.$ZodType,
  key: string,
): Foreign | undefined {
  return FOREIGN[generation].get(type)?.[key];
}
