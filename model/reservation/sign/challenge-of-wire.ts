import { isObject } from "../../shared/json.js";
import type { Problem } from "../../shared/problem.js";
import { dataSchema } from "../types/data.js";
import { poolReservationDataSchema, poolReservationSchema } from "../types/pool-reservation.js";
import { reservationSchema } from "../types/reservation.js";
import { classic, pool } from "../wire/codec.js";
import { documentJson, documentMismatch, poolDocumentJson } from "../wire/document.js";
import {
  challengeOfPool,
  challengeOfReservation,
  challengeOfWorkload,
  type Challenge,
  type SignAction,
} from "./challenge.js";

/** The challenge of something on the wire, when it has no errors. */
export interface WireChallenge {
  readonly challenge?: Challenge;
  /** Errors and warnings, with paths on the wire. */
  readonly problems: readonly Problem[];
}

/**
 * The challenge of a JSON value: a workload in the pool form, told by `workload_type`; a reservation or an order for a
 * pool, told by `data_reservation` or `json`; or the data of a reservation alone, of which the canonical JSON is taken.
 *
 * @param tid Decimal id of the signer. Default: the customer.
 */
export function challengeOfWire(wire: unknown, action: SignAction, tid: string | undefined): WireChallenge {
  if (!isObject(wire)) return refused("", "must be a JSON object: a workload or a reservation");
  if ("workload_type" in wire) return workloadOfWire(wire, action, tid);
  if ("data_reservation" in wire || "json" in wire) {
    return isPoolOrder(wire) ? poolOfWire(wire, action) : reservationOfWire(wire, action);
  }
  if ("expiration_reservation" in wire) return dataOfWire(wire, action);
  return refused(
    "",
    "is neither a workload (workload_type) nor a reservation (data_reservation, json) nor a reservation's data " +
      "(expiration_reservation)",
  );
}

function workloadOfWire(wire: unknown, action: SignAction, tid: string | undefined): WireChallenge {
  const decoded = pool.decodeWorkload(wire);
  if (!decoded.ok) return { problems: decoded.problems };
  const { value: workload, warnings } = decoded;
  const signer = tid ?? workload.customerTid;
  if (action !== "customer" && signer === "0") {
    return refused(
      "customer_tid",
      `is 0, and ${action} needs to know who signs`,
      "name the signer with --tid",
    );
  }
  return { challenge: challengeOfWorkload(workload, action, signer), problems: warnings };
}

function reservationOfWire(wire: Record<string, unknown>, action: SignAction): WireChallenge {
  const decoded = classic.decode(reservationSchema, wire);
  if (!decoded.ok) return { problems: decoded.problems };
  const { id, json, dataReservation } = decoded.value;
  if (action !== "customer" && id === "0") {
    return refused("id", `is missing, and ${action} is signed with the reservation's id`);
  }
  const mismatch =
    json === "" || !isObject(wire.data_reservation) ? [] : documentMismatch(json, wire.data_reservation);
  const text = json === "" ? documentJson(dataReservation) : json;
  return {
    challenge: challengeOfReservation({ id, json: text }, action),
    problems: [...decoded.warnings, ...mismatch],
  };
}

function dataOfWire(wire: unknown, action: SignAction): WireChallenge {
  const decoded = classic.decode(dataSchema, wire);
  if (!decoded.ok) return { problems: decoded.problems };
  if (action !== "customer") {
    return refused(
      "id",
      `is missing, and ${action} is signed with the reservation's id`,
      "give the whole reservation",
    );
  }
  const json = documentJson(decoded.value);
  return { challenge: challengeOfReservation({ id: "0", json }, action), problems: decoded.warnings };
}

function isPoolOrder(wire: Record<string, unknown>): boolean {
  const { data_reservation: data, json } = wire;
  if (isObject(data)) return "cus" in data;
  if (typeof json !== "string") return false;
  try {
    const parsed: unknown = JSON.parse(json);
    return isObject(parsed) && "cus" in parsed;
  } catch {
    return false;
  }
}

function poolOfWire(wire: Record<string, unknown>, action: SignAction): WireChallenge {
  const decoded = pool.decode(poolReservationSchema, wire);
  if (!decoded.ok) return { problems: decoded.problems };
  if (action !== "customer")
    return refused("", `an order for a pool is signed by its customer, not for ${action}`);
  const { json, dataReservation } = decoded.value;
  const mismatch =
    json === "" || !isObject(wire.data_reservation)
      ? []
      : documentMismatch(json, wire.data_reservation, poolReservationDataSchema);
  const text = json === "" ? poolDocumentJson(dataReservation) : json;
  return { challenge: challengeOfPool({ json: text }), problems: [...decoded.warnings, ...mismatch] };
}

function refused(path: string, reason: string, fix?: string): WireChallenge {
  return { problems: [{ path, reason, ...(fix === undefined ? {} : { fix }) }] };
}
