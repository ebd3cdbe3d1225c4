import { rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { isObject } from "../../model/shared/json.js";

/** A holder says so often that it still works, in milliseconds. */
const BEAT_MS = 2_000;
/** A lock whose holder has been silent for so long is free, in milliseconds. */
const SILENT_MS = 15_000;
const POLL_MS = 100;

/**
 * Runs work while no other run does the same, in this process or another. It keeps two from doing the same work; it
 * does not keep them from harm, so what is done must be safe even when two do it: the holder may sleep for so long
 * that it is taken for dead.
 *
 * @param file Exists while work is under way.
 * @param signal Ends the wait.
 * @throws AbortError when the signal ends the wait.
 */
export async function withLock<T>(
  file: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  while (!take(file)) {
    await pause(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
  const beat = setInterval(() => {
    touch(file);
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  const held = statSync(file, { throwIfNoEntry: false });
  if (held !== undefined && Date.now() - held.mtimeMs > SILENT_MS) rmSync(file, { force: true });
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch (error) {
    // Whoever took this run for dead has the lock now.
    if (!isCode(error, "ENOENT")) throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return isObject(error) && error["code"] === code;
}
