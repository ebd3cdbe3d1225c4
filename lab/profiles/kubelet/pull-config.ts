import path from "node:path";
import { PRIVATE, writeIfChanged } from "../../state/files.js";
import { basicAuthorization, REGISTRY_HOST, type RegistryAccess } from "../registry/access.js";

/**
 * Writes where containerd pulls from: the lab's registry, with its credentials, for the registry's own name and
 * for every other one too. A lab pulls nothing from the internet; `lab/busybox` and
 * `registry.groundplan.test/lab/busybox` are the same image.
 * @param endpoint The registry as the node reaches it.
 */
export function writePullConfig(folder: string, endpoint: string, access: RegistryAccess): void {
  const text = JSON.stringify;
  const hosts = `server = ${text(endpoint)}

[host.${text(endpoint)}]
capabilities = ["pull", "resolve"]

[host.${text(endpoint)}.header]
authorization = ${text(basicAuthorization(access))}
`;
  for (const name of [REGISTRY_HOST, "_default"])
    writeIfChanged(path.join(folder, name, "hosts.toml"), hosts, PRIVATE);
}
