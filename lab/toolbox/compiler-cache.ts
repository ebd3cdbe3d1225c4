import { existsSync } from "node:fs";
import path from "node:path";
import type { Report } from "../report.js";
import { removeTree } from "./cache-entry.js";
import { tryLock } from "./lock.js";
import type { Machine } from "./machine.js";
import { runCommand } from "./run-command.js";

/** Environment variable that keeps the compiler's caches for the next build. */
export const KEEP_COMPILER_CACHE = "GROUNDPLAN_KEEP_COMPILER_CACHE";

/** The lock that a Go build holds while it runs: one build at a time for all checkouts that share the cache. */
export function buildLock(machine: Machine): string {
  return path.join(machine.cache, "lab", "locks", "go-build");
}

/** The compiler's own caches; nothing else of the user's Go installation is touched. */
export function compilerCaches(machine: Machine): { GOCACHE: string; GOMODCACHE: string } {
  const folder = path.join(machine.cache, "compiler");
  return { GOCACHE: path.join(folder, "go-build"), GOMODCACHE: path.join(folder, "go-mod") };
}

/** Removes the compiler's caches, unless they are to be kept or another build runs. */
export async function removeCompilerCaches(machine: Machine, report: Report): Promise<void> {
  const caches = compilerCaches(machine);
  const folder = path.dirname(caches.GOCACHE);
  if (!existsSync(folder) || (machine.env[KEEP_COMPILER_CACHE] ?? "") !== "") return;
  const lock = await tryLock(buildLock(machine), `cleaning up, process ${process.pid}`);
  if (lock === undefined) return;
  try {
    report.status("removing the compiler's caches");
    // Go makes the folders of modules read-only, so only Go gets rid of them without being root.
    await runCommand("go", ["clean", "-modcache"], {
      env: { ...machine.env, ...caches },
      timeoutMs: 300_000,
    });
    await removeTree(folder);
    report.line(`removed the compiler's caches (${KEEP_COMPILER_CACHE}=1 keeps them)`);
  } finally {
    report.status("");
    await lock.release();
  }
}
