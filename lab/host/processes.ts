import { readFileSync, readdirSync } from "node:fs";

/**
 * One process, named so that a recycled id is told apart.
 * `startTime` is in clock ticks since boot, field 22 of `/proc/<pid>/stat`.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: number;
}

/** Every process of a lab carries `GROUNDPLAN_LAB=<state folder>` in its environment. */
export const MARKER = "GROUNDPLAN_LAB";
/** And this one says which daemon of the lab it is, or descends from. */
export const NAME_MARKER = "GROUNDPLAN_LAB_DAEMON";

/** The fields of `/proc/<pid>/stat` that tell a process's state and age, or undefined when it is not readable. */
export function parseStat(text: string): { readonly state: string; readonly startTime: number } | undefined {
  // The command's name, in parentheses, may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  const startTime = Number(fields[19]);
  return state === undefined || !Number.isInteger(startTime) ? undefined : { state, startTime };
}

/** The process that has this id now; undefined when there is none or only its exit code is left of it. */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = parseStat(read(`/proc/${pid}/stat`) ?? "");
  return stat === undefined || hasEnded(pid, stat.state) ? undefined : { pid, startTime: stat.startTime };
}

/** The first thread of a killed process may be a zombie while others still hold its files and ports. */
function hasEnded(pid: number, state: string): boolean {
  return state === "X" || (state === "Z" && threads(pid) <= 1);
}

function threads(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

/** Whether exactly this process still runs. */
export function isRunning(process: ProcessIdentity): boolean {
  return identify(process.pid)?.startTime === process.startTime;
}

/** A process of a lab, and the daemon that it is or descends from. */
export interface MarkedProcess extends ProcessIdentity {
  readonly daemon: string | undefined;
}

/** All processes whose environment carries the marker of this state folder, without the calling one. */
export function markedProcesses(folder: string): readonly MarkedProcess[] {
  return allPids().flatMap((pid) => {
    if (pid === process.pid) return [];
    const environment = (read(`/proc/${pid}/environ`) ?? "").split("\0");
    if (!environment.includes(`${MARKER}=${folder}`)) return [];
    const identity = identify(pid);
    const daemon = environment
      .find((entry) => entry.startsWith(`${NAME_MARKER}=`))
      ?.slice(NAME_MARKER.length + 1);
    return identity === undefined ? [] : [{ ...identity, daemon }];
  });
}

function allPids(): readonly number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 0);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
