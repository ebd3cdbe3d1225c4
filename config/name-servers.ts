import type { Problem } from "../model/shared/problem.js";
import { formatPropertyPath } from "../model/shared/property-path.js";
import {
  nameServerSecrets,
  nameServerSettings,
  type NameServerSettings,
} from "../model/shared/targets/name-server.js";
import { removeCommand, setCommand, setSecretCommand } from "./commands.js";
import type { SectionContext } from "./section.js";
import { missingFile } from "./target-files.js";
import { targetSection } from "./target-section.js";
import { valueAt } from "./value-at.js";

/** Name servers by name. */
export type NameServers = Readonly<Record<string, NameServerSettings>>;

/** `groundplan:nameServers`: DNS servers that take updates signed by a key. */
export const nameServers = targetSection({
  key: "nameServers",
  settings: nameServerSettings,
  secrets: nameServerSecrets,
  problemsOf: (name, settings, context) => [
    ...addressProblems(name, settings),
    ...keyProblems(name, settings, context),
    ...(["addressFile", "secretFile"] as const).flatMap((field) =>
      missingFile(["nameServers", name, field], settings[field], context),
    ),
  ],
});

function addressProblems(name: string, { address, addressFile }: NameServerSettings): readonly Problem[] {
  const at = (field: string): string => formatPropertyPath(["nameServers", name, field]);
  if (address !== undefined && addressFile !== undefined) {
    const reason = "address and addressFile exclude each other";
    return [{ path: at("addressFile"), reason, fix: removeCommand(at("addressFile")) }];
  }
  if (address !== undefined || addressFile !== undefined) return [];
  return [{ path: at("address"), reason: "is missing; where the server is", fix: setCommand(at("address")) }];
}

function keyProblems(
  name: string,
  { secretFile }: NameServerSettings,
  { secrets, secretsSealed }: SectionContext,
): readonly Problem[] {
  if (secretsSealed) return [];
  const hasSecret = valueAt(secrets, [name, "secret"]) !== undefined;
  if (secretFile !== undefined && hasSecret) {
    const path = formatPropertyPath(["nameServers", name, "secretFile"]);
    const reason = "stands beside the secret; one of them is enough";
    return [{ path, reason, fix: removeCommand(path) }];
  }
  if (secretFile !== undefined || hasSecret) return [];
  const path = formatPropertyPath(["nameServersSecrets", name, "secret"]);
  const reason = `name server "${name}" has no key: set it here, in Base64, or name a secretFile`;
  return [{ path, reason, fix: setSecretCommand(path) }];
}
