import { NextActionEnum } from "../types/enums/next-action.js";
import type { AnyWorkload } from "../types/any-workload.js";
import type { Data } from "../types/data.js";
import { reservationSchema, type Reservation } from "../types/reservation.js";
import { documentJson } from "../wire/document.js";
import { challengeOfReservation, challengeOfWorkload } from "./challenge.js";
import { signHex } from "./signature.js";

/** A customer who orders. */
export interface Customer {
  /** Decimal id. */
  readonly tid: string;
  readonly seed: Uint8Array;
}

/** A reservation with its canonical JSON and its customer's signature. */
export function orderReservation(data: Data, { tid, seed }: Customer): Reservation {
  const json = documentJson(data);
  const { message } = challengeOfReservation({ id: "0", json }, "customer");
  return {
    ...reservationSchema.parse({ customerTid: tid, json, nextAction: NextActionEnum.NextActionCreate }),
    dataReservation: data,
    customerSignature: signHex(message, seed),
  };
}

/** A workload that stands alone with its customer's signature. Its own epoch is what is signed. */
export function orderWorkload<W extends AnyWorkload>(workload: W, { tid, seed }: Customer): W {
  const ordered: W = { ...workload, customerTid: tid };
  const { message } = challengeOfWorkload(ordered, "customer", tid);
  return { ...ordered, customerSignature: signHex(message, seed) };
}

/**
 * A workload that its customer can delete: without a delete quorum nobody could. What is declared otherwise stays,
 * and the customer is among the signers in any case, as upstream's client has it.
 */
export function deletableByCustomer<W extends AnyWorkload>(workload: W): W {
  const { customerTid, signingRequestDelete } = workload;
  const { signers, quorumMin } = signingRequestDelete;
  return {
    ...workload,
    signingRequestDelete: {
      signers: signers.includes(customerTid) ? signers : [...signers, customerTid],
      quorumMin: Math.max(1, quorumMin),
    },
  };
}
