import { readFileSync } from "node:fs";
import { engines, runningProcesses } from "./processes.js";

const INTERVAL_MS = 50;

/** Most memory of one process. */
export interface ProcessPeak {
  readonly command: string;
  readonly bytes: number;
}

/**
 * Runs something and tells the most memory that each process of the engine in a folder had resident: the engine, its
 * language host, the program, and every plugin.
 */
export async function peaksOf(folder: string, action: () => Promise<unknown>): Promise<ProcessPeak[]> {
  const peaks = new Map<number, ProcessPeak>();
  const timer = setInterval(() => {
    for (const pid of runOf(folder)) {
      const peak = peakOf(pid);
      if (peak !== undefined) peaks.set(pid, peak);
    }
  }, INTERVAL_MS);
  try {
    await action();
  } finally {
    clearInterval(timer);
  }
  return [...peaks.values()];
}

/** The engines of a folder and all their descendants. */
function runOf(folder: string): Set<number> {
  const parents = new Map(runningProcesses().map(({ pid }) => [pid, parentOf(pid)]));
  const run = new Set(engines(folder).map(({ pid }) => pid));
  for (let size = -1; size !== run.size;) {
    size = run.size;
    for (const [pid, parent] of parents) if (parent !== undefined && run.has(parent)) run.add(pid);
  }
  return run;
}

function parentOf(pid: number): number | undefined {
  const parent = /^PPid:\s+(\d+)$/m.exec(statusOf(pid))?.[1];
  return parent === undefined ? undefined : Number(parent);
}

function peakOf(pid: number): ProcessPeak | undefined {
  const status = statusOf(pid);
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  const command = /^Name:\s+(.*)$/m.exec(status)?.[1] ?? "";
  return kibibytes === undefined ? undefined : { command, bytes: Number(kibibytes) * 1024 };
}

/** What the kernel tells of a process; empty for one that has ended. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
