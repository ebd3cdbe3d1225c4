import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Mode of files that only their owner may read: keys, tokens, passwords and what names them. */
export const PRIVATE = 0o600;

/** Writes a file so that readers see the old or the new content, never a half; folders are made as needed. */
export function writeWhole(file: string, content: string | Buffer, mode = 0o644): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, content, { mode });
  chmodSync(fresh, mode);
  renameSync(fresh, file);
}

/** Writes only what differs, so that a file's change time says when its content changed. */
export function writeIfChanged(file: string, content: string, mode = 0o644): string {
  if (readIfThere(file) !== content) writeWhole(file, content, mode);
  return file;
}

/** Content of a text file, undefined when there is none. */
export function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
