import type { Problem } from "../../shared/problem.js";
import { membersOf } from "../pipeline/members.js";
import { WORKLOAD_LISTS, type Data, dataSchema } from "../types/data.js";
import type { Reservation } from "../types/reservation.js";
import { classic } from "../wire/codec.js";
import { documentJson } from "../wire/document.js";
import { customerProblems, metadataProblems, signingRequestProblems } from "./info-rules.js";
import { below, fault, faultWhen, repeated, type Place, type RuleContext } from "./rule.js";
import { siblingProblems, type Surroundings } from "./sibling-rules.js";
import { memberProblems } from "./workload-rules.js";

/** What the rules of a reservation need to know besides it. */
export interface ReservationContext extends RuleContext, Surroundings {
  /** Unix seconds. Without it nothing is said of expiry against today. */
  readonly now?: number;
}

/**
 * What is wrong with a reservation and with every workload in it: every fault at once, each with its path in the
 * internal model and the name of its rule.
 */
export function reservationProblems(
  reservation: Reservation,
  context: ReservationContext,
): readonly Problem[] {
  const place: Place = { path: context.path ?? "" };
  const { dataReservation: data, customerTid } = reservation;
  const at = below(place, "dataReservation");
  const siblings = membersOf(data).map(({ workload, path }) => ({ workload, place: below(at, ...path) }));
  return [
    ...customerProblems(customerTid, reservation.customerSignature, context.stage, place),
    ...metadataProblems(reservation.metadata, place),
    ...jsonProblems(reservation, place, context.stage),
    ...signingProblems(data, at),
    ...expiryProblems(data, at, context.now),
    ...idProblems(data, at),
    ...repeated(
      data.networks.map(({ name }, index) => ({ name, at: below(at, "networks", index, "name") })),
      ({ name }) => name,
      ({ name, at: where }) => fault(where, "network-name", `network "${name}" is there twice`),
    ),
    ...data.networks.flatMap(({ networkResources }, index) =>
      faultWhen(
        networkResources.length === 0,
        below(at, "networks", index, "networkResources"),
        "network",
        "must have one node or more",
      ),
    ),
    ...siblings.flatMap((sibling) => memberProblems(sibling.workload, sibling.place, context)),
    ...siblingProblems(siblings, reservation.id, customerTid, context),
  ];
}

function jsonProblems(
  { json, dataReservation }: Reservation,
  place: Place,
  stage: RuleContext["stage"],
): readonly Problem[] {
  const at = below(place, "json");
  if (json === "") return faultWhen(stage === "signed", at, "json", "must be the text that was signed");
  const data = parsedData(json);
  if (data === undefined) return [fault(at, "json", "must be the JSON text of a reservation's data")];
  return faultWhen(
    documentJson(data) !== documentJson(dataReservation),
    at,
    "json",
    "does not say the same as dataReservation",
  );
}

function parsedData(json: string): Data | undefined {
  try {
    const decoded = classic.decode(dataSchema, JSON.parse(json));
    return decoded.ok ? decoded.value : undefined;
  } catch {
    return undefined;
  }
}

function signingProblems(data: Data, at: Place): readonly Problem[] {
  const deletion = below(at, "signingRequestDelete");
  return [
    ...signingRequestProblems(data.signingRequestProvision, below(at, "signingRequestProvision")),
    ...signingRequestProblems(data.signingRequestDelete, deletion),
    ...faultWhen(
      data.signingRequestDelete.quorumMin === 0 && data.expirationReservation <= 0,
      below(deletion, "quorumMin"),
      "delete-quorum",
      "is 0 and there is no expiry, so that nothing could ever end the reservation",
      "set expirationReservation, or name who may delete it and 1 or more",
    ),
  ];
}

function expiryProblems(
  { expirationProvisioning, expirationReservation }: Data,
  at: Place,
  now: number | undefined,
): readonly Problem[] {
  return [
    ...faultWhen(
      expirationReservation <= (now ?? 0),
      below(at, "expirationReservation"),
      "expiry",
      expirationReservation <= 0 ? "must be set, in unix seconds" : "must be in the future",
    ),
    ...faultWhen(
      expirationProvisioning <= 0,
      below(at, "expirationProvisioning"),
      "expiry",
      "must be set, in unix seconds",
    ),
    ...faultWhen(
      expirationProvisioning > expirationReservation,
      below(at, "expirationProvisioning"),
      "expiry",
      "must not be after expirationReservation",
    ),
  ];
}

/** Networks are left out, as upstream leaves them out. */
function idProblems(data: Data, at: Place): readonly Problem[] {
  const ids = WORKLOAD_LISTS.flatMap((list) =>
    data[list].map(({ workloadId }, index) => ({ workloadId, at: below(at, list, index, "workloadId") })),
  );
  return [
    ...ids.flatMap(({ workloadId, at: where }) =>
      faultWhen(workloadId.startsWith("-"), where, "workload-id", "must not be negative"),
    ),
    ...repeated(
      ids,
      ({ workloadId }) => workloadId,
      ({ workloadId, at: where }) => fault(where, "workload-id", `${workloadId} is used twice`),
    ),
  ];
}
