import type { Problem } from "../model/shared/problem.js";
import { formatPropertyPath } from "../model/shared/property-path.js";
import {
  identitySecrets,
  identitySettings,
  type IdentitySettings,
} from "../model/shared/targets/identity.js";
import { removeCommand, setCommand, setSecretCommand } from "./commands.js";
import type { Section, SectionContext } from "./section.js";
import { missingFile } from "./target-files.js";
import { targetSection } from "./target-section.js";
import { valueAt } from "./value-at.js";

/** Identities by name. */
export type Identities = Readonly<Record<string, IdentitySettings>>;

const eachIdentity = targetSection({
  key: "identities",
  settings: identitySettings,
  secrets: identitySecrets,
  problemsOf: (name, settings, context) => [
    ...seedProblems(name, settings, context),
    ...missingFile(["identities", name, "seedFile"], settings.seedFile, context),
  ],
});

/** `groundplan:identities`: who signs reservations, with seeds or, for others' signatures, public keys. */
export const identities: Section<Record<string, IdentitySettings>, Identities> = {
  ...eachIdentity,
  finish: (parsed, context) => {
    const { settings, problems } = eachIdentity.finish(parsed, context);
    const all = [...problems, ...sameIdProblems(parsed)];
    return { ...(settings === undefined ? {} : { settings }), problems: all };
  },
};

function seedProblems(
  name: string,
  { seedFile, publicKey }: IdentitySettings,
  { secrets, secretsSealed }: SectionContext,
): readonly Problem[] {
  const secretAt = (field: string): string => formatPropertyPath(["identitiesSecrets", name, field]);
  const given = ["seed", "mnemonic"].filter(
    (field) => !secretsSealed && valueAt(secrets, [name, field]) !== undefined,
  );
  const [first, second] = given;
  if (seedFile !== undefined && first !== undefined) {
    const path = formatPropertyPath(["identities", name, "seedFile"]);
    return [
      { path, reason: `stands beside the secret ${first}; one of them is enough`, fix: removeCommand(path) },
    ];
  }
  if (first !== undefined && second !== undefined) {
    const path = secretAt(second);
    return [
      { path, reason: `stands beside the secret ${first}; one of them is enough`, fix: removeCommand(path) },
    ];
  }
  if (seedFile !== undefined || first !== undefined || publicKey !== undefined || secretsSealed) return [];
  const path = secretAt("seed");
  const reason = `identity "${name}" has no key: set its seed here or its mnemonic, or name a seedFile, or give its publicKey`;
  return [{ path, reason, fix: setSecretCommand(path) }];
}

/** Signatures name their signer by the id alone. */
function sameIdProblems(identities: Identities): readonly Problem[] {
  const first = new Map<string, string>();
  return Object.entries(identities).flatMap(([name, { tid }]) => {
    const other = first.get(tid);
    if (other === undefined) {
      first.set(tid, name);
      return [];
    }
    const path = formatPropertyPath(["identities", name, "tid"]);
    return [{ path, reason: `is the id of the identity "${other}" too`, fix: setCommand(path) }];
  });
}
