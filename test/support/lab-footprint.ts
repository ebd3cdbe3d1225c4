import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { cgroupParent, hierarchies } from "../../lab/host/cgroups.js";
import { hostLink } from "../../lab/host/links.js";
import { loopDevicesBelow } from "../../lab/host/loop-devices.js";
import { labFolder } from "../../lab/state/folder.js";
import { runningProcesses } from "./processes.js";

/** What a lab could leave behind on a host. */
export interface Footprint {
  /** Command lines that name the state folder, or bear its mark in their environment. */
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly interfaces: readonly string[];
  readonly routes: readonly string[];
  readonly cgroups: readonly string[];
  /** Those with a file of the lab behind them. */
  readonly loopDevices: readonly string[];
}

const OTHER_LABS_INTERFACE = /^gp[0-9a-f]{8}n?$/;

/** The host as it is now, without what bears the mark of another lab: those may come and go meanwhile. */
export function footprint(folder: string): Footprint {
  const { id } = labFolder(folder);
  const concerns = (name: string): boolean =>
    name.startsWith(hostLink(id)) || !OTHER_LABS_INTERFACE.test(name);
  return {
    processes: runningProcesses()
      .filter(({ pid }) => pid !== process.pid)
      .filter(({ pid, argv }) => argv.join(" ").includes(folder) || environment(pid).includes(folder))
      .map(({ argv }) => argv.join(" ").slice(0, 200)),
    mounts: readFileSync("/proc/self/mountinfo", "utf8").trim().split("\n"),
    interfaces: readdirSync("/sys/class/net").filter(concerns).sort(),
    routes: readFileSync("/proc/net/route", "utf8")
      .split("\n")
      .filter((line) => concerns(line.split("\t")[0] ?? "")),
    cgroups: hierarchies().flatMap((hierarchy) =>
      readdirSync(hierarchy)
        .filter((name) => name.startsWith(cgroupParent(id)))
        .map((name) => path.join(hierarchy, name)),
    ),
    loopDevices: loopDevicesBelow(folder),
  };
}

function environment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
}
