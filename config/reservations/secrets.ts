import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { setSecretCommand } from "../commands.js";
import { unknownKey } from "../issues.js";
import type { SectionContext } from "../section.js";
import { valueAt } from "../value-at.js";
import { SECRET_GROUPS, type ReservationsSection } from "./schema.js";

const KEY = "reservationsSecrets";

/** Secrets that are missing, and secrets of what the stack does not declare. */
export function secretProblems(section: ReservationsSection, context: SectionContext): readonly Problem[] {
  if (context.secretsSealed) return [];
  const strays = strayKeys([], Object.keys(section), context);
  return [...strays, ...Object.keys(section).flatMap((name) => ofReservation(name, section, context))];
}

/** Names of the secret variables of each container, as far as they can be told. */
export function secretNames(name: string, secrets: unknown): Readonly<Record<string, readonly string[]>> {
  const containers = valueAt(secrets, [name, "containers"]);
  if (!isObject(containers)) return {};
  return Object.fromEntries(
    Object.entries(containers).map(([key, container]) => {
      const variables = valueAt(container, ["secretEnvironment"]);
      return [key, isObject(variables) ? Object.keys(variables) : []];
    }),
  );
}

function ofReservation(name: string, section: ReservationsSection, context: SectionContext): Problem[] {
  const reservation = section[name];
  if (reservation === undefined) return [];
  return [
    ...SECRET_GROUPS.flatMap((group) => strayKeys([name, group], Object.keys(reservation[group]), context)),
    ...Object.keys(reservation.kubernetes).flatMap((key) => {
      const steps = [name, "kubernetes", key, "clusterSecret"];
      if (valueAt(context.secrets, steps) !== undefined) return [];
      const path = formatPropertyPath([KEY, ...steps]);
      const reason = "is missing: what nodes of one cluster share";
      return [{ path, reason, fix: setSecretCommand(path) }];
    }),
  ];
}

function strayKeys(
  steps: readonly string[],
  known: readonly string[],
  { secrets }: SectionContext,
): Problem[] {
  const found = valueAt(secrets, steps);
  const keys = isObject(found) ? Object.keys(found) : [];
  return keys.filter((key) => !known.includes(key)).map((key) => unknownKey([KEY, ...steps, key], known));
}
