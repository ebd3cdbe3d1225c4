import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { run } from "../../host/command.js";
import { PRIVATE, readIfThere, writeIfChanged, writeWhole } from "../../state/files.js";
import { labFiles, type LabFolder } from "../../state/folder.js";
import { debianEnvironment } from "../../toolbox/index.js";
import { REGISTRY_USER } from "./access.js";

/** Writes what the registry needs to start and to be reached. @returns Its configuration file. */
export async function writeRegistrySettings(folder: LabFolder, root: string, port: number): Promise<string> {
  const files = labFiles(folder);
  const file = (name: string): string => path.join(folder.root, "registry", name);
  const password = remembered(files.registryPassword);
  if (!existsSync(file("htpasswd")))
    writeWhole(file("htpasswd"), await passwordFile(root, password), PRIVATE);
  writeIfChanged(files.registryEndpoint, `http://127.0.0.1:${port}\n`);
  const config = {
    version: "0.1",
    log: { level: "warn", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: file("data") }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}`, secret: remembered(file("upload-secret")) },
    auth: { htpasswd: { realm: "groundplan-lab", path: file("htpasswd") } },
  };
  return writeIfChanged(file("config.yml"), stringify(config), PRIVATE);
}

function remembered(file: string): string {
  const known = readIfThere(file)?.trim();
  if (known !== undefined && known !== "") return known;
  const secret = randomBytes(18).toString("base64url");
  writeWhole(file, `${secret}\n`, PRIVATE);
  return secret;
}

function passwordFile(root: string, password: string): Promise<string> {
  return run([`${root}/usr/bin/htpasswd`, "-niB", REGISTRY_USER], {
    input: password,
    env: { LD_LIBRARY_PATH: debianEnvironment(root, {}).LD_LIBRARY_PATH },
  });
}
