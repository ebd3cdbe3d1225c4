import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readIfThere, writeWhole } from "../state/files.js";

/** Environment variable that names the certificate of the one authority that a stand-in trusts. */
export const LAB_AUTHORITY = "GROUNDPLAN_LAB_AUTHORITY";

/** What a stand-in must know about its lab. */
export interface StandInOptions {
  /** PEM file of the lab's certificate authority: the kubernetes stand-in talks to no other API server. */
  readonly labAuthority: string;
}

// A line that no official plugin has: it tells our launchers from an installed plugin.
const MARK = "# stand-in of the groundplan lab";

const STAND_INS = ["kubernetes", "command"] as const;

/**
 * Installs a launcher of each stand-in plugin below `<pulumiHome>/plugins`, in the version of the npm package that
 * the program uses, so that the engine finds it where it looks for the official one. An installed official plugin
 * is left alone; a launcher of an earlier run is brought up to date.
 * @param distFolder Compiled code; `node_modules` lies beside it.
 * @returns Names of the plugins that a stand-in serves now.
 */
export function installStandIns(pulumiHome: string, distFolder: string, options: StandInOptions): Promise<string[]> {
  const installed: string[] = [];
  for (const name of STAND_INS) {
    const folder = path.join(pulumiHome, "plugins", `resource-${name}-v${npmVersion(distFolder, name)}`);
    const file = path.join(folder, `pulumi-resource-${name}`);
    if (!isOurs(folder, file)) continue;
    mkdirSync(folder, { recursive: true });
    writeWhole(file, launcher(path.join(distFolder, "lab", "plugins", name, "main.js"), options), 0o755);
    chmodSync(file, 0o755);
    installed.push(name);
  }
  return Promise.resolve(installed);
}

function isOurs(folder: string, file: string): boolean {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return true;
  return readIfThere(file)?.includes(MARK) ?? false;
}

function launcher(main: string, options: StandInOptions): string {
  return [
    "#!/bin/sh",
    MARK,
    `${LAB_AUTHORITY}=${quoted(options.labAuthority)} exec node ${quoted(main)} "$@"`,
    "",
  ].join("\n");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function npmVersion(distFolder: string, name: string): string {
  const file = path.join(path.dirname(distFolder), "node_modules", "@pulumi", name, "package.json");
  return z.looseObject({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
