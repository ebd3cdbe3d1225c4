import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from "node:fs";

const ROTATE_AT_BYTES = 20_000_000;
const TAIL_BYTES = 16_384;

/** The last lines of a log, without reading all of it. */
export function logTail(file: string, lines = 15): string {
  if (!existsSync(file)) return "";
  const handle = openSync(file, "r");
  try {
    const size = fstatSync(handle).size;
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString("utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } finally {
    closeSync(handle);
  }
}

/** Moves a log that has grown large to `<file>.1`, in place of the one before. */
export function rotateLog(file: string): void {
  if (existsSync(file) && statSync(file).size > ROTATE_AT_BYTES) renameSync(file, `${file}.1`);
}
