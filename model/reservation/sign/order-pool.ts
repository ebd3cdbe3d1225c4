import { poolReservationSchema } from "../types/pool-reservation.js";
import type { PoolReservation, PoolReservationData } from "../types/pool-reservation.js";
import { poolDocumentJson } from "../wire/document.js";
import { challengeOfPool } from "./challenge.js";
import type { Customer } from "./order.js";
import { signHex } from "./signature.js";

/**
 * An order for a capacity pool with its canonical JSON and its customer's signature.
 * @param sponsor who pays, where that is somebody else; signs as well
 */
export function orderPool(
  data: PoolReservationData,
  { tid, seed }: Customer,
  sponsor?: Customer,
): PoolReservation {
  const json = poolDocumentJson(data);
  const { message } = challengeOfPool({ json });
  return {
    ...poolReservationSchema.parse({ customerTid: tid, json }),
    dataReservation: data,
    customerSignature: signHex(message, seed),
    ...(sponsor === undefined
      ? {}
      : { sponsorTid: sponsor.tid, sponsorSignature: signHex(message, sponsor.seed) }),
  };
}
