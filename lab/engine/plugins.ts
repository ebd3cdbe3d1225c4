import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { installStandIns } from "../plugins/install.js";
import type { Report } from "../report.js";
import { askPulumi, type PulumiCall } from "./pulumi.js";

const PLUGINS = ["kubernetes", "command"] as const;

// Long enough for a slow line, short enough for a person on a closed network who waits for nothing.
const DOWNLOAD_LIMIT_MS = 120_000;

/** Where the plugins go and come from. */
export interface PluginFolders {
  /** The lab's PULUMI_HOME. */
  readonly home: string;
  /** The checkout, whose node_modules say which versions the program asks for. */
  readonly project: string;
  /** Compiled code of the stand-ins. */
  readonly dist: string;
  /** Certificate of the lab's own authority: a stand-in talks to no other API server. */
  readonly labAuthority: string;
}

/**
 * Makes the resource plugins available that the program asks for: the official one when the user has it or it can
 * be downloaded, else the stand-in.
 */
export async function ensurePlugins(folders: PluginFolders, call: PulumiCall, report: Report): Promise<void> {
  const missing: string[] = [];
  for (const name of PLUGINS) {
    const version = versionOf(folders.project, name);
    const entry = `resource-${name}-v${version}`;
    const target = path.join(folders.home, "plugins", entry);
    if (existsSync(target)) continue;
    const userHome = process.env.PULUMI_HOME ?? path.join(os.homedir(), ".pulumi");
    const installed = path.join(userHome, "plugins", entry);
    if (existsSync(installed)) {
      mkdirSync(path.dirname(target), { recursive: true });
      symlinkSync(installed, target);
      continue;
    }
    await download(call, name, version, report);
    missing.push(name);
  }
  const standIns = await installStandIns(folders.home, folders.dist, { labAuthority: folders.labAuthority });
  for (const name of standIns.filter((one) => missing.includes(one))) {
    report.line(`plugin ${name}: a stand-in of the lab serves it, the official one is not installed`);
  }
}

async function download(call: PulumiCall, name: string, version: string, report: Report): Promise<void> {
  report.status(`asking for the official plugin ${name} ${version}`);
  try {
    await askPulumi(call, ["plugin", "install", "resource", name, version], { timeoutMs: DOWNLOAD_LIMIT_MS });
  } catch {
    report.status(`the official plugin ${name} ${version} cannot be downloaded here`);
  }
}

function versionOf(project: string, name: string): string {
  const file = path.join(project, "node_modules", "@pulumi", name, "package.json");
  return z.looseObject({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
