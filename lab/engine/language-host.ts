import { spawnSync } from "node:child_process";
import path from "node:path";
import { writeIfChanged } from "../state/files.js";
import { place } from "./place.js";

const EXECUTABLE = 0o755;

/**
 * Puts the language host where the engine looks for it. The lab's may be older than its engine and then takes the
 * project's runtime options from flags, which that engine no longer passes: without them it loads the TypeScript
 * compiler for a program that is compiled already, in every command. A script passes the option of `Pulumi.yaml`.
 *
 * @param source the host's executable
 * @param bin folder of the engine's executables
 */
export function installLanguageHost(source: string, bin: string): void {
  const host = place(source, path.join(bin, "nodejs-language-host"));
  const flags = takesTypeScriptFlag(host) ? " -typescript=false" : "";
  const script = `#!/bin/sh\nexec "\${0%/*}/${path.basename(host)}"${flags} "$@"\n`;
  writeIfChanged(path.join(bin, "pulumi-language-nodejs"), script, EXECUTABLE);
}

function takesTypeScriptFlag(host: string): boolean {
  return /^\s*-typescript\b/m.test(spawnSync(host, ["-h"], { encoding: "utf8" }).stderr);
}
