import { isObject } from "../../../model/shared/json.js";
import type { Problem } from "../../../model/shared/problem.js";
import { ZERO_DATE } from "../../../model/reservation/scalars/date.js";
import type { SignedObject } from "../../../model/reservation/sign/subject.js";
import { dataSchema } from "../../../model/reservation/types/data.js";
import { reservationSchema, type Reservation } from "../../../model/reservation/types/reservation.js";
import { classic, pool } from "../../../model/reservation/wire/codec.js";
import { documentJson } from "../../../model/reservation/wire/document.js";

/** Something on the wire that is to be signed, when it has no errors. */
export interface ReadObject {
  readonly object?: SignedObject;
  /** Errors and warnings, with paths on the wire. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a workload in the pool form, told by `workload_type`, or a whole reservation in the classic form, told by
 * `data_reservation`. A reservation without `json` gets its canonical one.
 *
 * @param epoch The time of a workload that has none, in unix seconds: it is signed and must not be left open.
 */
export function signedObject(wire: unknown, epoch: number | undefined): ReadObject {
  if (!isObject(wire)) return refused("", "must be a JSON object: a workload or a reservation");
  if ("workload_type" in wire) return workload(wire, epoch);
  if ("data_reservation" in wire) return reservation(wire);
  return refused("", "is neither a workload (workload_type) nor a whole reservation (data_reservation)");
}

function workload(wire: unknown, epoch: number | undefined): ReadObject {
  const decoded = pool.decodeWorkload(wire);
  if (!decoded.ok) return { problems: decoded.problems };
  const { value, warnings } = decoded;
  const signed = value.epoch === ZERO_DATE ? epoch : value.epoch;
  if (signed === undefined) {
    return refused("epoch", "is missing, and is signed", "set it in the file, or give it with --epoch");
  }
  if (epoch !== undefined && epoch !== signed) {
    return refused(
      "epoch",
      `is ${signed} in the file and ${epoch} on the command line or in the request`,
      "the file's is signed",
    );
  }
  return { object: { kind: "workload", workload: { ...value, epoch: signed } }, problems: warnings };
}

function reservation(wire: unknown): ReadObject {
  const decoded = classic.decode(reservationSchema, wire);
  if (!decoded.ok) return { problems: decoded.problems };
  const { value, warnings } = decoded;
  const json = value.json === "" ? documentJson(value.dataReservation) : value.json;
  return {
    object: { kind: "reservation", reservation: { ...value, json } },
    problems: [...warnings, ...jsonProblems({ ...value, json })],
  };
}

/** Upstream's signature is over the text `json`, people are shown the data: the two must say the same, and no more. */
function jsonProblems({ json, dataReservation }: Reservation): readonly Problem[] {
  let said: unknown;
  try {
    said = JSON.parse(json);
  } catch {
    return [{ path: "json", reason: "must be JSON text" }];
  }
  const decoded = classic.decode(dataSchema, said);
  if (!decoded.ok) return decoded.problems.map((problem) => ({ ...problem, path: `json: ${problem.path}` }));
  if (decoded.warnings.length > 0) {
    return decoded.warnings.map(({ path }) => ({
      path: `json: ${path}`,
      reason: "is signed, and nobody knows what it means",
    }));
  }
  if (documentJson(decoded.value) === documentJson(dataReservation)) return [];
  return [
    {
      path: "json",
      reason: "is what is signed, and does not say the same as data_reservation",
      fix: "npx groundplan reservation challenge FILE names the places",
    },
  ];
}

function refused(path: string, reason: string, fix?: string): ReadObject {
  return { problems: [{ path, reason, ...(fix === undefined ? {} : { fix }) }] };
}
