import { z } from "zod";
import { declaredNetwork } from "./network.js";
import { declaredTime } from "./time.js";
import {
  declaredContainer,
  declaredKubernetes,
  declaredPublicIp,
  declaredVolume,
  declaredZdb,
} from "./workloads.js";

const signers = z.array(z.string().min(1));
const quorum = z.int().min(0);

/** Who signs what. */
const declaredSigning = z.strictObject({
  provision: z
    .strictObject({
      /** Identities that may agree. */
      signers,
      /** How many of them must. */
      quorum,
      /** Until when signatures count. Default: as long as the reservation lasts. */
      until: declaredTime.exactOptional(),
    })
    .default({ signers: [], quorum: 0 }),
  /** Default: the customer alone. */
  delete: z.strictObject({ signers, quorum }).exactOptional(),
});

/** The schemas of what a reservation may hold, by group, in the order in which it is numbered. */
export const DECLARED_GROUPS = {
  networks: declaredNetwork,
  volumes: declaredVolume,
  zdbs: declaredZdb,
  containers: declaredContainer,
  kubernetes: declaredKubernetes,
  publicIps: declaredPublicIp,
} as const;
export type DeclaredGroup = keyof typeof DECLARED_GROUPS;

/** What a reservation says of itself, without its groups. */
const reservationFields = {
  description: z.string().default(""),
  /** Identity that orders, and signs. Default: nobody signs, and a plain record is kept. */
  customer: z.string().min(1).exactOptional(),
  /** When everything ends. Default never. */
  expires: declaredTime.exactOptional(),
  /** Permits changes, and the end, to destroy data. Default false. */
  allowDataLoss: z.boolean().default(false),
  /** Whether an update that lacks signatures ends well and holds the workloads back. Default false. */
  allowPending: z.boolean().default(false),
  /** What deletion does when a node does not answer. Default fail. */
  onUnreachable: z.enum(["fail", "abandon"]).default("fail"),
  sign: declaredSigning.exactOptional(),
};

/** A reservation as declared: identities, nodes, networks and volumes by name. */
export const declaredReservation = z.strictObject({
  ...reservationFields,
  networks: z.record(z.string(), declaredNetwork).default({}),
  volumes: z.record(z.string(), declaredVolume).default({}),
  zdbs: z.record(z.string(), declaredZdb).default({}),
  containers: z.record(z.string(), declaredContainer).default({}),
  kubernetes: z.record(z.string(), declaredKubernetes).default({}),
  publicIps: z.record(z.string(), declaredPublicIp).default({}),
});
export type DeclaredReservation = z.output<typeof declaredReservation>;
export type DeclaredReservationInput = z.input<typeof declaredReservation>;
