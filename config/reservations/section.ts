import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import type { LateField } from "../references/scan.js";
import type { Section, SectionContext } from "../section.js";
import { reservationItems } from "./items.js";
import { ruleProblems } from "./rules.js";
import {
  reservationsSchema,
  reservationsSecrets,
  type DeclaredInStack,
  type ReservationsSection,
} from "./schema.js";
import { secretNames, secretProblems } from "./secrets.js";
import { surroundingProblems } from "./surroundings.js";

/** The reservations of a stack, by name. */
export type ReservationsSettings = Readonly<Record<string, DeclaredInStack>>;

/** Values that decide neither names nor places. */
const LATE: readonly LateField[] = [
  { path: ["*", "containers", "*", "image"], form: "image" },
  { path: ["*", "containers", "*", "environment", "*"], form: "image" },
];

/** `groundplan:reservations`: signed workloads on Linux nodes. */
export const reservations: Section<ReservationsSection, ReservationsSettings> = {
  key: "reservations",
  schema: reservationsSchema,
  secrets: reservationsSecrets,
  sort: "system",
  late: LATE,
  finish: (section, context) => ({
    settings: section,
    problems: [
      ...Object.entries(section).flatMap(([name, declared]) => problemsOf(name, declared, context)),
      ...secretProblems(section, context),
    ],
    items: Object.entries(section).flatMap(([name, declared]) => reservationItems(name, declared)),
  }),
};

/** Rules are asked of what is otherwise sound: they would tell the same fault again in other words. */
function problemsOf(name: string, declared: DeclaredInStack, context: SectionContext): readonly Problem[] {
  const surrounding = surroundingProblems(name, declared, context);
  if (surrounding.length > 0) return surrounding;
  const nothing = Object.values({
    ...declared.networks,
    ...declared.volumes,
    ...declared.zdbs,
    ...declared.containers,
    ...declared.kubernetes,
    ...declared.publicIps,
  });
  if (nothing.length === 0) {
    return [{ path: formatPropertyPath(["reservations", name]), reason: "reserves nothing" }];
  }
  const names = context.secretsSealed ? {} : secretNames(name, context.secrets);
  return ruleProblems(name, declared, standInUsers(declared), names);
}

/** Ids that differ for each identity; which they are is not known to a section, and no rule asks. */
function standInUsers({ customer, sign }: DeclaredInStack): Readonly<Record<string, string>> {
  const all = [customer ?? [], sign?.provision.signers ?? [], sign?.delete?.signers ?? []].flat();
  return Object.fromEntries([...new Set(all)].map((name, index) => [name, String(index + 2)]));
}
