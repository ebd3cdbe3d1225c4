import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isObject } from "../../../model/shared/json.js";
import { Failure } from "../../../model/shared/errors.js";

/** Writes a file with the folders it needs; what was there is replaced. */
export function writeFile(file: string, text: string): void {
  write(file, text, "w");
}

/**
 * Writes a file that must not be there yet.
 * @param taken What to tell when it is.
 */
export function writeNewFile(file: string, text: string, taken: { what: string; next: string }): void {
  write(file, text, "wx", taken);
}

function write(file: string, text: string, flag: "w" | "wx", taken?: { what: string; next: string }): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { flag });
  } catch (cause) {
    const code = isObject(cause) && typeof cause["code"] === "string" ? cause["code"] : "unknown reason";
    const unwritable = { what: `cannot be written (${code})`, next: "Give a folder that you can write to" };
    throw new Failure({
      ...(code === "EEXIST" && taken !== undefined ? taken : unwritable),
      where: file,
      cause,
    });
  }
}
