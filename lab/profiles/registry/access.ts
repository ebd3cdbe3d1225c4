import { readFileSync } from "node:fs";
import { Failure } from "../../../model/shared/errors.js";
import { labFiles, type LabFolder } from "../../state/folder.js";

/** User name of the lab's registry. */
export const REGISTRY_USER = "groundplan";
/** Host under which images of the lab's registry are named in manifests: `registry.groundplan.test/lab/busybox`. */
export const REGISTRY_HOST = "registry.groundplan.test";

/** How to reach a registry. */
export interface RegistryAccess {
  /** e.g. `http://127.0.0.1:21500`. */
  readonly endpoint: string;
  readonly username: string;
  readonly password: string;
}

/**
 * How to reach a lab's registry, out of its files.
 * @throws Failure before the registry was first started.
 */
export function registryAccess(folder: LabFolder): RegistryAccess {
  const files = labFiles(folder);
  try {
    return {
      endpoint: readFileSync(files.registryEndpoint, "utf8").trim(),
      username: REGISTRY_USER,
      password: readFileSync(files.registryPassword, "utf8").trim(),
    };
  } catch (error) {
    throw new Failure({
      what: "the lab has no registry yet",
      where: files.registryEndpoint,
      next: "Start it with `up registry`",
      cause: error,
    });
  }
}

/** Value of the Authorization header. */
export function basicAuthorization({ username, password }: RegistryAccess): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
