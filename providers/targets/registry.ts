import type { OciRegistry } from "../../clients/oci/types.js";
import {
  registrySecrets,
  registrySettings,
  type RegistrySecrets,
  type RegistrySettings,
} from "../../model/shared/targets/registry.js";
import type { TargetType } from "../runtime/target.js";
import { settingFile } from "./setting-file.js";

/** `groundplan:registries`: OCI registries. Paths are relative to the project folder, where providers run. */
export const registryTarget: TargetType<OciRegistry, RegistrySettings, RegistrySecrets> = {
  key: "registries",
  settings: registrySettings,
  secrets: registrySecrets,
  async connect(name, settings, secrets) {
    const { createOciRegistry } = await import("../../clients/oci/client.js");
    const file = (setting: "endpointFile" | "caFile" | "passwordFile"): Promise<string | undefined> =>
      settingFile(`groundplan:registries.${name}.${setting}`, settings[setting]);
    const [endpoint, ca, password] = await Promise.all([
      settings.endpoint ?? file("endpointFile"),
      file("caFile"),
      secrets?.password ?? file("passwordFile"),
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
