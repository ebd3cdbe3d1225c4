import { z } from "zod";
import { containerSchema } from "./container.js";
import { gateway4To6Schema } from "./gateway4to6.js";
import { gatewayDelegateSchema } from "./gateway-delegate.js";
import { gatewayProxySchema } from "./gateway-proxy.js";
import { gatewayReverseProxySchema } from "./gateway-reverse-proxy.js";
import { gatewaySubdomainSchema } from "./gateway-subdomain.js";
import { k8sSchema } from "./k8s.js";
import { networkResourceSchema } from "./network-resource.js";
import { publicIPSchema } from "./public-ip.js";
import { virtualMachineSchema } from "./virtual-machine.js";
import { volumeSchema } from "./volume.js";
import { zdbSchema } from "./zdb.js";

/** Schema of each kind of workload that can stand alone, by `WorkloadTypeEnum`. */
export const WORKLOAD_SCHEMAS = {
  0: zdbSchema,
  1: containerSchema,
  2: volumeSchema,
  4: k8sSchema,
  5: gatewayProxySchema,
  6: gatewayReverseProxySchema,
  7: gatewaySubdomainSchema,
  8: gatewayDelegateSchema,
  9: gateway4To6Schema,
  10: networkResourceSchema,
  11: publicIPSchema,
  12: virtualMachineSchema,
} as const;

/** Any workload that can stand alone; `workloadType` says which it is. */
export const anyWorkloadSchema = z.discriminatedUnion("workloadType", [
  zdbSchema,
  containerSchema,
  volumeSchema,
  k8sSchema,
  gatewayProxySchema,
  gatewayReverseProxySchema,
  gatewaySubdomainSchema,
  gatewayDelegateSchema,
  gateway4To6Schema,
  networkResourceSchema,
  publicIPSchema,
  virtualMachineSchema,
]);
export type AnyWorkload = z.output<typeof anyWorkloadSchema>;
/** Number of a kind of workload that can stand alone. */
export type AnyWorkloadType = AnyWorkload["workloadType"];
/** The workload of one number. */
export type WorkloadOf<N extends AnyWorkloadType> = Extract<AnyWorkload, { workloadType: N }>;
