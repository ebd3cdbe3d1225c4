import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { z } from "zod";

// Shape of a lock of the engine's file backend, one JSON file a lock below `.pulumi/locks/<stack>/`.
const lockFile = z.looseObject({ pid: z.number().int(), hostname: z.string() });

/** A lock that was found and what became of it. */
export interface LockReport {
  readonly file: string;
  readonly pid: number;
  readonly removed: boolean;
}

/**
 * Removes the locks of one stack whose recorded process is dead. A lock of another host, or one that cannot be
 * read, is left for its owner.
 */
export function removeDeadLocks(
  backendFolder: string,
  project: string,
  stack: string,
  isAlive: (pid: number) => boolean = processIsAlive,
): readonly LockReport[] {
  const folder = path.join(backendFolder, ".pulumi", "locks", "organization", project, stack);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const file = path.join(folder, name);
      const lock = readLock(file);
      if (lock === undefined) return [];
      const dead = lock.hostname === os.hostname() && !isAlive(lock.pid);
      if (dead) rmSync(file, { force: true });
      return [{ file, pid: lock.pid, removed: dead }];
    });
}

function readLock(file: string): z.infer<typeof lockFile> | undefined {
  try {
    return lockFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Whether a process with this id exists, also when it belongs to somebody else. */
export function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
