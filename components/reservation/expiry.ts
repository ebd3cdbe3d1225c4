import * as pulumi from "@pulumi/pulumi";
import type { DeclaredReservation } from "../../model/reservation/declared/reservation.js";
import { endOf } from "../../model/reservation/document/document-of.js";

/** How long before its end a reservation is warned of, in milliseconds. */
const NOTICE = 7 * 24 * 3_600_000;

/** Where a reservation stands in time. */
export interface Expiry {
  readonly state: "current" | "soon" | "over";
  readonly warning?: string;
}

/**
 * Whether a reservation is over, or will be soon.
 *
 * @param now milliseconds since the epoch
 * @throws pulumi.RunError when it is over and its end would destroy data that nobody gave up
 */
export function expiryOf(name: string, declared: DeclaredReservation, now: number): Expiry {
  const ends = endOf(declared) * 1_000;
  if (ends - now > NOTICE) return { state: "current" };
  const date = new Date(ends).toISOString();
  if (ends > now) {
    return { state: "soon", warning: `reservation ${name} ends at ${date}; its workloads are deleted then` };
  }
  const data = [
    ...Object.keys(declared.volumes).map((key) => `volume ${key}`),
    ...Object.keys(declared.zdbs).map((key) => `0-db ${key}`),
  ];
  if (data.length > 0 && !declared.allowDataLoss) {
    throw new pulumi.RunError(
      `Reservation ${name} ended at ${date}, and its end would destroy data: ${data.join(", ")}. ` +
        "Set allowDataLoss: true on it to let them go, or give it a later end",
    );
  }
  return { state: "over", warning: `reservation ${name} ended at ${date}; its workloads are deleted` };
}
