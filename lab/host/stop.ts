import { codesOf } from "../../clients/error-codes.js";
import { identify, isRunning, type ProcessIdentity } from "./processes.js";
import { waitUntil } from "./wait.js";

const AFTER_KILL_MS = 10_000;

/**
 * Ends processes and waits until they are gone: politely first, with SIGKILL those that are still there after
 * the grace time. A process id that has been given to somebody else in the meantime is never signalled.
 * @returns Those that could not be ended.
 */
export async function stopProcesses(
  processes: readonly ProcessIdentity[],
  graceMs: number,
): Promise<readonly ProcessIdentity[]> {
  if (graceMs > 0) {
    signal(processes, "SIGTERM");
    await waitUntil(() => Promise.resolve(remaining(processes)), graceMs);
  }
  signal(processes, "SIGKILL");
  await waitUntil(() => Promise.resolve(remaining(processes)), AFTER_KILL_MS);
  return processes.filter(isRunning);
}

function remaining(processes: readonly ProcessIdentity[]): string | undefined {
  const left = processes.filter(isRunning);
  return left.length === 0 ? undefined : `${left.length} still running`;
}

function signal(processes: readonly ProcessIdentity[], name: "SIGTERM" | "SIGKILL"): void {
  for (const { pid, startTime } of processes) {
    if (identify(pid)?.startTime !== startTime) continue;
    try {
      process.kill(pid, name);
    } catch (error) {
      if (!codesOf(error).includes("ESRCH")) throw error;
    }
  }
}
