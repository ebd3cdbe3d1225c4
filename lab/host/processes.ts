import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import path from "node:path";

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
  return stat === undefined || stat.state === "Z" || stat.state === "X" ? undefined : { pid, startTime: stat.startTime };
}

/** Whether exactly this process still runs. */
export function isRunning(process: ProcessIdentity): boolean {
  return identify(process.pid)?.startTime === process.startTime;
}

/** All processes whose environment carries the marker of this state folder, without the calling one. */
export function markedProcesses(folder: string): readonly ProcessIdentity[] {
  const mark = `${MARKER}=${folder}`;
  return allPids()
    .filter((pid) => pid !== process.pid && (read(`/proc/${pid}/environ`) ?? "").split("\0").includes(mark))
    .flatMap((pid) => identify(pid) ?? []);
}

/** All processes that live in the same mount namespace as one of the given ones, those included. */
export function mountNamespacePeers(processes: readonly ProcessIdentity[]): readonly ProcessIdentity[] {
  const own = namespace(process.pid);
  const inhabited = new Set(processes.map(({ pid }) => namespace(pid)).filter((name) => name !== own));
  inhabited.delete(undefined);
  return allPids()
    .filter((pid) => inhabited.has(namespace(pid)))
    .flatMap((pid) => identify(pid) ?? []);
}

function namespace(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch {
    return undefined;
  }
}

function allPids(): readonly number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 0);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(path.normalize(file), "utf8");
  } catch {
    return undefined;
  }
}
