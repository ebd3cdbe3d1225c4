import { existsSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { BUNDLE_NAMES } from "../toolbox/bundles.js";
import { findCompiler, findGo } from "../toolbox/go-build.js";
import type { Machine } from "../toolbox/machine.js";
import { executablesOnPath } from "../toolbox/path-search.js";
import type { ToolRow } from "../toolbox/rows.js";
import type { Toolbox } from "../toolbox/toolbox.js";
import { TOOLS, TOOL_NAMES } from "../toolbox/tools.js";
import { COMMANDS, type Capability, type Facts, type MissingTool } from "./facts.js";

/** Finds out what the preflight wants to know. It leaves nothing but what binaries on PATH said of their versions. */
export async function probe(machine: Machine, toolbox: Toolbox): Promise<Facts> {
  const has = (command: string): boolean => executablesOnPath(command, machine.env.PATH).length > 0;
  const [go, freeBytes, missingTools, missingBundles] = await Promise.all([
    findGo(machine),
    freeBytesAt(machine.cache),
    findMissingTools(toolbox),
    findMissingBundles(toolbox),
  ]);
  return {
    system: process.platform,
    processor: process.arch,
    cores: os.availableParallelism(),
    root: process.getuid?.() === 0,
    capabilities: capabilitiesIn(textOf("/proc/self/status")),
    node: process.versions.node,
    npm: has("npm"),
    go,
    compiler: findCompiler(machine),
    cgroups: cgroupVersion(),
    loopDevices: existsSync("/dev/loop-control"),
    missingCommands: COMMANDS.filter((command) => !has(command)),
    freeBytes,
    missingTools,
    missingBundles,
  };
}

async function findMissingTools(toolbox: Toolbox): Promise<readonly MissingTool[]> {
  const missing: MissingTool[] = [];
  for (const name of TOOL_NAMES) {
    if ((await toolbox.locate(name)).place !== "nowhere") continue;
    const { goBuild }: ToolRow = TOOLS[name];
    missing.push({ name, coldSeconds: goBuild?.coldSeconds ?? 0 });
  }
  return missing;
}

async function findMissingBundles(toolbox: Toolbox): Promise<readonly string[]> {
  const present = await Promise.all(BUNDLE_NAMES.map((name) => toolbox.hasBundle(name)));
  return BUNDLE_NAMES.filter((_name, index) => present[index] !== true);
}

// Bit numbers of linux/capability.h.
const CAPABILITY_BITS: readonly (readonly [Capability, bigint])[] = [
  ["CAP_NET_ADMIN", 12n],
  ["CAP_SYS_ADMIN", 21n],
];

/** Of the capabilities that the lab asks for, those in the effective set of a `/proc/<pid>/status` text. */
export function capabilitiesIn(status: string): readonly Capability[] {
  const mask = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
  return CAPABILITY_BITS.filter(([, bit]) => ((mask >> bit) & 1n) === 1n).map(([name]) => name);
}

function cgroupVersion(): Facts["cgroups"] {
  if (existsSync("/sys/fs/cgroup/cgroup.controllers")) return "v2";
  return existsSync("/sys/fs/cgroup/memory") || existsSync("/sys/fs/cgroup/cpu") ? "v1" : "none";
}

async function freeBytesAt(folder: string): Promise<number> {
  let here = folder;
  while (!existsSync(here)) here = path.dirname(here);
  const { bavail, bsize } = await statfs(here);
  return bavail * bsize;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
