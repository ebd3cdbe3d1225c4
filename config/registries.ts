import type { Problem } from "../model/shared/problem.js";
import {
  registrySecrets,
  registrySettings,
  type RegistrySettings,
} from "../model/shared/targets/registry.js";
import { formatPropertyPath } from "../model/shared/property-path.js";
import { removeCommand, setCommand, setSecretCommand } from "./commands.js";
import { valueAt } from "./value-at.js";
import type { SectionContext } from "./section.js";
import { missingFile } from "./target-files.js";
import { targetSection } from "./target-section.js";

/** OCI registries by name. */
export type Registries = Readonly<Record<string, RegistrySettings>>;

/** `groundplan:registries`: OCI registries. A user name needs a password, from a file or from the secrets. */
export const registries = targetSection({
  key: "registries",
  settings: registrySettings,
  secrets: registrySecrets,
  problemsOf: (name, settings, context) => [
    ...passwordProblems(name, settings, context),
    ...endpointProblems(name, settings),
    ...(["endpointFile", "caFile", "passwordFile"] as const).flatMap((field) =>
      missingFile(["registries", name, field], settings[field], context),
    ),
  ],
});

function passwordProblems(
  name: string,
  settings: RegistrySettings,
  context: SectionContext,
): readonly Problem[] {
  const secretPath = formatPropertyPath(["registriesSecrets", name, "password"]);
  const hasSecret = context.secretsSealed || valueAt(context.secrets, [name, "password"]) !== undefined;
  const hasFile = settings.passwordFile !== undefined;
  if (settings.username !== undefined && !hasFile && !hasSecret) {
    const reason = `registry "${name}" has a username and no password: set the secret, or name a passwordFile`;
    return [{ path: secretPath, reason, fix: setSecretCommand(secretPath) }];
  }
  if (settings.username === undefined && (hasFile || (!context.secretsSealed && hasSecret))) {
    const path = formatPropertyPath(["registries", name, "username"]);
    return [{ path, reason: `registry "${name}" has a password and no username`, fix: setCommand(path) }];
  }
  return [];
}

function endpointProblems(name: string, settings: RegistrySettings): readonly Problem[] {
  if (settings.endpoint === undefined || settings.endpointFile === undefined) return [];
  const path = formatPropertyPath(["registries", name, "endpointFile"]);
  return [{ path, reason: "endpoint and endpointFile exclude each other", fix: removeCommand(path) }];
}
