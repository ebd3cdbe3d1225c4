import { z } from "zod";
import { customSizeSchema } from "./custom-size.js";
import { reservationInfoShape } from "./reservation-info.js";
import { flag, id, IP, ip, list, TEXT, text, whole } from "./scalars.js";
import { statsAggregatorSchema } from "./stats-aggregator.js";

/** A Kubernetes node, master or worker. */
export const k8sSchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(4).default(4),
  /** 1 to 18, or −1 for `customSize`. */
  size: whole(),
  /** Encrypted for the node, hexadecimal. */
  clusterSecret: text(),
  /** The network's name. */
  networkId: text(),
  /** Inside the node's subnet of that network. */
  ipaddress: ip(),
  /** Empty: this node is the master. */
  masterIps: list(IP),
  sshKeys: list(TEXT),
  statsAggregator: list(statsAggregatorSchema),
  /** Workload id of a public IP, 0 for none. */
  publicIp: id(),
  /** External datastore of several masters. */
  datastoreEndpoint: text(),
  disableDefaultIngress: flag(),
  customSize: customSizeSchema.prefault({}),
  /** Only in classic reservations. */
  farmerTid: id(),
});
export type K8S = z.output<typeof k8sSchema>;
