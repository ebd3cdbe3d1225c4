import type * as pulumi from "@pulumi/pulumi";
import {
  reservationDocument,
  type ReservationDocumentInputs,
  type ReservationDocumentOutputs,
} from "../../providers/reservation/reservation-document.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** The document of a reservation, signed and kept on its nodes. Programs declare a {@link Reservation}, which makes it. */
export class ReservationDocument extends KindResource<ReservationDocumentInputs, ReservationDocumentOutputs> {
  /** Decimal id of the reservation. */
  declare readonly documentId: pulumi.Output<string>;
  /** `sign` while signatures are missing, then `deploy`. */
  declare readonly nextAction: pulumi.Output<string>;
  /** Ids of users who have signed. */
  declare readonly signed: pulumi.Output<readonly string[]>;
  /** Ids of users whose signatures are missing. */
  declare readonly missing: pulumi.Output<readonly string[]>;

  constructor(name: string, args: KindArgs<ReservationDocumentInputs>, opts?: pulumi.CustomResourceOptions) {
    super(reservationDocument, name, args, opts);
  }
}
