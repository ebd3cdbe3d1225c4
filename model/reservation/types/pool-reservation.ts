import { z } from "zod";
import { id, list, TEXT, text, whole } from "./scalars.js";

/** What is bought for a pool. */
export const poolReservationDataSchema = z.strictObject({
  /** 0 for a new pool, else the pool to be filled up. */
  poolId: id(),
  /** Seconds of one compute unit. */
  cus: whole(),
  /** Seconds of one storage unit. */
  sus: whole(),
  /** Seconds of one public IPv4 address. */
  ipv4us: whole(),
  nodeIds: list(TEXT),
  currencies: list(TEXT),
});
export type PoolReservationData = z.output<typeof poolReservationDataSchema>;

/** A signed order for a capacity pool. */
export const poolReservationSchema = z.strictObject({
  id: id(),
  /** The exact JSON text of `dataReservation`; this text is what is signed. */
  json: text(),
  dataReservation: poolReservationDataSchema.prefault({}),
  customerTid: id(),
  customerSignature: text(),
  /** A trusted user who pays, 0 for none. */
  sponsorTid: id(),
  sponsorSignature: text(),
});
export type PoolReservation = z.output<typeof poolReservationSchema>;
