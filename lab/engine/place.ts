import { chmodSync, copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from "node:fs";

/**
 * Puts an executable into a folder: as a hard link where the file system allows, otherwise as a copy. The engine looks
 * for its bundled plugins beside its own real file, so symbolic links would not do.
 */
export function place(source: string, target: string): string {
  if (existsSync(target) && sameFile(source, target)) return target;
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { force: true });
  try {
    linkSync(source, fresh);
  } catch {
    copyFileSync(source, fresh);
    chmodSync(fresh, 0o755);
  }
  renameSync(fresh, target);
  return target;
}

function sameFile(source: string, target: string): boolean {
  const a = statSync(source);
  const b = statSync(target);
  return a.ino === b.ino || (a.size === b.size && b.mtimeMs >= a.mtimeMs);
}
