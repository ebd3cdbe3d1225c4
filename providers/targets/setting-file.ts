import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Failure } from "../../model/shared/errors.js";

/**
 * The text of a file that a setting names, without the line end that editors add; undefined when it names none.
 *
 * @param where the setting's key, for the error
 * @param path relative to the project folder, where programs and providers run
 * @throws Failure when the file cannot be read
 */
export async function settingFile(where: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return (await readFile(resolve(path), "utf8")).trim();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new Failure({
      what: `${path} cannot be read (${code})`,
      where,
      next: "Correct the path, relative to the project folder, or create the file",
    });
  }
}
