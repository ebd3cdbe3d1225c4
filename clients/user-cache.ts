import os from "node:os";
import path from "node:path";

/**
 * The folder for what may be made again, shared by all checkouts of a user:
 * `${XDG_CACHE_HOME:-~/.cache}/groundplan`. A relative XDG_CACHE_HOME is invalid by its specification.
 */
export function userCache(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = env.XDG_CACHE_HOME;
  const valid = named !== undefined && path.isAbsolute(named);
  return path.join(valid ? named : path.join(env.HOME ?? os.homedir(), ".cache"), "groundplan");
}
