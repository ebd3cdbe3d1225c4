import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { DeclaredReservationInput } from "../../model/reservation/declared/reservation.js";
import type {
  declaredContainer,
  declaredKubernetes,
  declaredZdb,
} from "../../model/reservation/declared/workloads.js";

/** Values by name, each possibly an output. */
export type Texts = Readonly<Record<string, pulumi.Input<string>>>;

/** A container of a reservation. */
export interface ReservedContainerArgs extends Omit<
  z.input<typeof declaredContainer>,
  "image" | "environment"
> {
  /** OCI reference of what it runs. */
  readonly image: pulumi.Input<string>;
  /** @default none */
  readonly environment?: Texts;
  /** Variables whose values nobody but the container sees; the document has their names. @default none */
  readonly secretEnvironment?: Texts;
  /**
   * What the document has in place of image and variables, where these are outputs of something else and the document
   * is to be known, and signed, before.
   * @default the values themselves
   */
  readonly signedAs?: { readonly image: string; readonly environment: Readonly<Record<string, string>> };
}

/** A 0-db of a reservation. */
export type ReservedZdbArgs = z.input<typeof declaredZdb> & {
  /** @default none */
  readonly password?: pulumi.Input<string>;
};

/** A Kubernetes node of a reservation. */
export type ReservedKubernetesArgs = z.input<typeof declaredKubernetes> & {
  /** What nodes of one cluster share. */
  readonly clusterSecret: pulumi.Input<string>;
  /** External datastore of several masters. @default none */
  readonly datastoreEndpoint?: pulumi.Input<string>;
};

/** What a {@link Reservation} is made from. */
export interface ReservationArgs extends Omit<
  DeclaredReservationInput,
  "containers" | "zdbs" | "kubernetes"
> {
  /** By key. @default none */
  readonly containers?: Readonly<Record<string, ReservedContainerArgs>>;
  /** By key. @default none */
  readonly zdbs?: Readonly<Record<string, ReservedZdbArgs>>;
  /** By key. @default none */
  readonly kubernetes?: Readonly<Record<string, ReservedKubernetesArgs>>;
  /**
   * Addresses at which nodes reach each other, by node; one without is hidden and calls the others.
   * @default the addresses of `groundplan:nodes`
   */
  readonly endpoints?: Readonly<Record<string, string | undefined>>;
  /** Explorer that keeps the workloads, from `groundplan:explorers`. @default the nodes themselves */
  readonly explorer?: string;
  /** Id of the capacity pool that pays. Explorer only. */
  readonly pool?: string;
  /** Today, in milliseconds since the epoch. @default now */
  readonly now?: number;
}
