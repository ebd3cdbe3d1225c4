import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { setSecretCommand } from "../commands.js";
import { unknownKey } from "../issues.js";
import type { SectionContext } from "../section.js";
import { valueAt } from "../value-at.js";
import type { Members } from "./members.js";
import type { AccountMember, SecretMember } from "./schema.js";

const KEY = "artifactsSecrets";
type Steps = readonly string[];

/** Contents that are missing, and contents of what the stack does not declare. */
export function secretProblems(
  accounts: Members<AccountMember>,
  secrets: Members<SecretMember>,
  context: SectionContext,
): readonly Problem[] {
  if (context.secretsSealed) return [];
  const needed: readonly Steps[] = [
    ...Object.entries(accounts.sound).flatMap(([id, { entries }]) =>
      entries.map((entry) => ["accounts", id, entry]),
    ),
    ...Object.keys(secrets.sound).map((id) => ["secrets", id]),
  ];
  const strays = [
    ...strayKeys(["accounts"], accounts.ids, context),
    ...strayKeys(["secrets"], secrets.ids, context),
    ...Object.entries(accounts.sound).flatMap(([id, { entries }]) =>
      strayKeys(["accounts", id], entries, context),
    ),
  ];
  return [...strays, ...needed.flatMap((steps) => missing(steps, context))];
}

function missing(steps: Steps, { secrets }: SectionContext): readonly Problem[] {
  const found = valueAt(secrets, steps);
  if (isObject(found) && Object.keys(found).length > 0) return [];
  const path = formatPropertyPath([KEY, ...steps]);
  const reason = "is missing: the contents, by key";
  return [{ path, reason, fix: setSecretCommand(`${path}.<key>`) }];
}

function strayKeys(steps: Steps, known: readonly string[], { secrets }: SectionContext): readonly Problem[] {
  const found = valueAt(secrets, steps);
  const keys = isObject(found) ? Object.keys(found) : [];
  return keys.filter((key) => !known.includes(key)).map((key) => unknownKey([KEY, ...steps, key], known));
}
