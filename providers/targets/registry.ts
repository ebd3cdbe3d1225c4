import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { OciRegistry } from "../../clients/oci/types.js";
import { Failure } from "../../model/shared/errors.js";
import {
  registrySecrets,
  registrySettings,
  type RegistrySecrets,
  type RegistrySettings,
} from "../../model/shared/targets/registry.js";
import type { TargetType } from "../runtime/target.js";

/** `groundplan:registries`: OCI registries. Paths are relative to the project folder, where providers run. */
export const registryTarget: TargetType<OciRegistry, RegistrySettings, RegistrySecrets> = {
  key: "registries",
  settings: registrySettings,
  secrets: registrySecrets,
  async connect(name, settings, secrets) {
    const { createOciRegistry } = await import("../../clients/oci/client.js");
    const [endpoint, ca, password] = await Promise.all([
      settings.endpoint ?? fromFile(name, "endpointFile", settings.endpointFile),
      fromFile(name, "caFile", settings.caFile),
      secrets?.password ?? fromFile(name, "passwordFile", settings.passwordFile),
    ]);
    const { host, username } = settings;
    return createOciRegistry({
      host,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(ca === undefined ? {} : { ca }),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    });
  },
};

/** A file's text without the line end that editors add. */
async function fromFile(
  name: string,
  setting: "endpointFile" | "caFile" | "passwordFile",
  path: string | undefined,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return (await readFile(resolve(path), "utf8")).trim();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new Failure({
      what: `${path} cannot be read (${code})`,
      where: `groundplan:registries.${name}.${setting}`,
      next: "Correct the path, relative to the project folder, or create the file",
    });
  }
}
