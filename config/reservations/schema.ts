import { z } from "zod";
import { declaredReservation } from "../../model/reservation/declared/reservation.js";

/** One reservation of a stack file. */
export const reservationSchema = declaredReservation.extend({
  /** Explorer that keeps the workloads, from `groundplan:explorers`. Default: the nodes themselves. */
  explorer: z.string().min(1).exactOptional(),
  /** Id of the capacity pool that pays. Explorer only. */
  pool: z.string().min(1).exactOptional(),
});
/** A reservation that fits {@link reservationSchema}. */
export type DeclaredInStack = z.output<typeof reservationSchema>;

/** `groundplan:reservations`, by name. */
export const reservationsSchema = z.record(z.string(), reservationSchema);
/** A section that fits {@link reservationsSchema}. */
export type ReservationsSection = z.output<typeof reservationsSchema>;

const byKey = <S extends z.ZodType>(schema: S) => z.record(z.string(), schema).exactOptional();

/** `groundplan:reservationsSecrets`, by reservation, group and key. */
export const reservationsSecrets = z.record(
  z.string(),
  z.strictObject({
    containers: byKey(
      z.strictObject({
        /** Variables, by name. */
        secretEnvironment: z.record(z.string(), z.string()).exactOptional(),
      }),
    ),
    zdbs: byKey(z.strictObject({ password: z.string().min(1) })),
    kubernetes: byKey(
      z.strictObject({
        /** What nodes of one cluster share. */
        clusterSecret: z.string().min(1),
        /** External datastore of several masters. */
        datastoreEndpoint: z.string().min(1).exactOptional(),
      }),
    ),
  }),
);

/** Groups that have secrets. */
export const SECRET_GROUPS = ["containers", "zdbs", "kubernetes"] as const;
