import { z } from "zod";
import { containerSchema } from "./container.js";
import { gateway4To6Schema } from "./gateway4to6.js";
import { gatewayDelegateSchema } from "./gateway-delegate.js";
import { gatewayProxySchema } from "./gateway-proxy.js";
import { gatewayReverseProxySchema } from "./gateway-reverse-proxy.js";
import { gatewaySubdomainSchema } from "./gateway-subdomain.js";
import { k8sSchema } from "./k8s.js";
import { networkSchema } from "./network.js";
import { networkResourceSchema } from "./network-resource.js";
import { publicIPSchema } from "./public-ip.js";
import { date, list, TEXT, text } from "./scalars.js";
import { signingRequestSchema } from "./signing-request.js";
import { volumeSchema } from "./volume.js";
import { zdbSchema } from "./zdb.js";

/** What a reservation asks for; its canonical JSON is what the customer signs. */
export const dataSchema = z.strictObject({
  description: text(),
  /** What the customer is willing to pay in; not in the source document. */
  currencies: list(TEXT),
  signingRequestProvision: signingRequestSchema.prefault({}),
  signingRequestDelete: signingRequestSchema.prefault({}),
  containers: list(containerSchema),
  volumes: list(volumeSchema),
  zdbs: list(zdbSchema),
  networks: list(networkSchema),
  /** The wire's name is singular too. */
  networkResource: list(networkResourceSchema),
  kubernetes: list(k8sSchema),
  proxies: list(gatewayProxySchema),
  reverseProxies: list(gatewayReverseProxySchema),
  subdomains: list(gatewaySubdomainSchema),
  domainDelegates: list(gatewayDelegateSchema),
  gateway4to6: list(gateway4To6Schema),
  publicIps: list(publicIPSchema),
  /** Until then everything must be deployed. */
  expirationProvisioning: date(),
  /** Until then the reservation lasts. */
  expirationReservation: date(),
});
export type Data = z.output<typeof dataSchema>;

/** The lists of {@link Data} whose entries are workloads with ReservationInfo. */
export const WORKLOAD_LISTS = [
  "containers",
  "volumes",
  "zdbs",
  "networkResource",
  "kubernetes",
  "proxies",
  "reverseProxies",
  "subdomains",
  "domainDelegates",
  "gateway4to6",
  "publicIps",
] as const satisfies readonly (keyof Data)[];
