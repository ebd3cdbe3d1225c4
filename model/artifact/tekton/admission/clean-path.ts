import { posix } from "node:path";

/** A path without needless parts: `/a//b/../c/` is `/a/c`. */
export function cleanPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}
