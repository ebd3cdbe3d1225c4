import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { readIfThere, writeIfChanged } from "../state/files.js";
import { isLauncher, launcher } from "./launcher.js";
import { npmVersion } from "./npm-version.js";

/** What a stand-in must know about its lab. */
export interface StandInOptions {
  /** PEM file of the lab's certificate authority: the kubernetes stand-in talks to no other API server. */
  readonly labAuthority: string;
}

const STAND_INS = ["kubernetes", "command"] as const;

/**
 * Installs a launcher of each stand-in plugin below `<pulumiHome>/plugins`, in the version of the npm package that
 * the program uses, so that the engine finds it where it looks for the official one. An installed official plugin
 * is left alone; a launcher of an earlier run is brought up to date.
 * @param distFolder Absolute path of the compiled code; `node_modules` lies beside it.
 * @returns Names of the plugins that a stand-in serves now.
 */
export function installStandIns(
  pulumiHome: string,
  distFolder: string,
  options: StandInOptions,
): Promise<string[]> {
  const installed = STAND_INS.filter((name) => {
    const folder = path.join(pulumiHome, "plugins", `resource-${name}-v${npmVersion(name, distFolder)}`);
    const file = path.join(folder, `pulumi-resource-${name}`);
    if (!isFree(folder, file)) return false;
    writeIfChanged(
      file,
      launcher(path.join(distFolder, "lab", "plugins", name, "main.js"), options.labAuthority),
      0o755,
    );
    return true;
  });
  return Promise.resolve(installed);
}

function isFree(folder: string, file: string): boolean {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return true;
  const text = readIfThere(file);
  return text !== undefined && isLauncher(text);
}
