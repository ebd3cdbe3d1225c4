import type { DeclaredReservation } from "../../model/reservation/declared/reservation.js";
import { documentOf } from "../../model/reservation/document/document-of.js";
import { subnetParts } from "../../model/reservation/document/subnet-parts.js";
import { declaredPath, placesOf } from "../../model/reservation/document/places.js";
import { reservationProblems } from "../../model/reservation/rules/reservation-rules.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { setCommand } from "../commands.js";
import type { DeclaredInStack } from "./schema.js";

/** Stands for whoever orders where that is nobody, so that the other rules can be asked. */
const SOMEBODY = { name: "somebody", tid: "1" };

/**
 * What the rules of reservation documents say of a reservation, by its own fields. Nothing is said of today: a
 * reservation that is over is dealt with where it is deployed.
 *
 * @param users ids by identity; what is not declared has been told
 * @param secretNames names of secret variables by container
 */
export function ruleProblems(
  name: string,
  declared: DeclaredInStack,
  users: Readonly<Record<string, string>>,
  secretNames: Readonly<Record<string, readonly string[]>>,
): readonly Problem[] {
  const rest = withoutBackEnd(declared);
  const port = standInPort();
  const { reservation } = documentOf(
    { ...rest, customer: declared.customer ?? SOMEBODY.name },
    {
      stack: "installation/project/stack",
      name,
      users: { [SOMEBODY.name]: SOMEBODY.tid, ...users },
      secretNames,
      partsOf: (_network, network) => subnetParts(network, port).parts,
    },
  );
  const places = placesOf(rest);
  const found = reservationProblems(reservation, { backend: "ledger", stage: "declared", now: 0 });
  const clashes = Object.entries(rest.networks).flatMap(([key, network]) =>
    subnetParts(network, port).faults.map((reason) => ({
      path: formatPropertyPath(["reservations", name, "networks", key]),
      reason,
    })),
  );
  if (clashes.length > 0) return clashes;
  return found.map((problem) => {
    const path = formatPropertyPath(["reservations", name, ...declaredPath(problem.path, places)]);
    const fix = problem.fix ?? (problem.severity === "warning" ? undefined : setCommand(path));
    return { ...problem, path, ...(fix === undefined ? {} : { fix }) };
  });
}

function withoutBackEnd({ explorer: _explorer, pool: _pool, ...rest }: DeclaredInStack): DeclaredReservation {
  return rest;
}

/** A port of its own for each, so that none that is chosen later is taken for a fault. */
function standInPort(): () => number {
  let next = 0;
  return () => 1 + ((next += 1) % 60_000);
}
