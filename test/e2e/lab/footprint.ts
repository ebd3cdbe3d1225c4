import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { hierarchies } from "../../../lab/host/cgroups.js";
import { runningProcesses } from "../../support/processes.js";

/** What labs could leave behind on a host. */
export interface Footprint {
  /** Command lines that name the state folder, or bear its mark in their environment. */
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly interfaces: readonly string[];
  readonly routes: string;
  readonly cgroups: readonly string[];
}

/** The host as it is now, with regard to the lab in a state folder. */
export function footprint(folder: string): Footprint {
  return {
    processes: runningProcesses()
      .filter(
        ({ pid, argv }) =>
          pid !== process.pid && (argv.join(" ").includes(folder) || environment(pid).includes(folder)),
      )
      .map(({ argv }) => argv.join(" ").slice(0, 200)),
    mounts: readFileSync("/proc/self/mountinfo", "utf8").trim().split("\n"),
    interfaces: readdirSync("/sys/class/net").sort(),
    routes: readFileSync("/proc/net/route", "utf8"),
    cgroups: hierarchies().flatMap((hierarchy) =>
      readdirSync(hierarchy)
        .filter((name) => name.startsWith("groundplan-"))
        .map((name) => path.join(hierarchy, name)),
    ),
  };
}

function environment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
}
