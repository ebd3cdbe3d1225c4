import { sha256, sha256Hex } from "../scalars/hash.js";
import { utf8 } from "../scalars/utf8.js";
import type { AnyWorkload } from "../types/any-workload.js";
import type { PoolReservation } from "../types/pool-reservation.js";
import type { Reservation } from "../types/reservation.js";
import { workloadChallenge } from "./workload-challenge.js";

/**
 * What a signature says: `customer` orders the object, `provision` agrees that it be deployed, `delete` that it be
 * deleted.
 */
export const SIGN_ACTIONS = ["customer", "provision", "delete"] as const;
export type SignAction = (typeof SIGN_ACTIONS)[number];

/** What is signed. */
export interface Challenge {
  /** The text that the signature is about. */
  readonly text: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly sha256: string;
  /** The bytes given to Ed25519: the digest for workloads, the text itself for documents. */
  readonly message: Uint8Array;
}

/**
 * The challenge of a workload that stands alone.
 * @param tid Decimal id of the signer; enters for provision and delete only.
 */
export function challengeOfWorkload(workload: AnyWorkload, action: SignAction, tid: string): Challenge {
  const own = workloadChallenge(workload);
  const text = action === "customer" ? own : `${own}${action}${tid}`;
  return { text, sha256: sha256Hex(text), message: sha256(text) };
}

/**
 * The challenge of a reservation: its `json`, and before it the id when others than the customer sign. Upstream has
 * the same bytes for provision and delete, so that one can be passed off as the other; the envelope tells them apart.
 */
export function challengeOfReservation(
  { id, json }: Pick<Reservation, "id" | "json">,
  action: SignAction,
): Challenge {
  return challengeOfText(action === "customer" ? json : `${id}${json}`);
}

/** The challenge of an order for a pool, for customer and sponsor alike. */
export function challengeOfPool({ json }: Pick<PoolReservation, "json">): Challenge {
  return challengeOfText(json);
}

function challengeOfText(text: string): Challenge {
  return { text, sha256: sha256Hex(text), message: utf8(text) };
}
