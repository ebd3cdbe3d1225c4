import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { ProjectFiles } from "./raw-stack.js";

/** The files of a project folder. A folder is no file. */
export function projectFiles(
  folder: string,
  options: { readonly credentialsExpected: boolean },
): ProjectFiles {
  const exists = (file: string): boolean =>
    statSync(path.resolve(folder, file), { throwIfNoEntry: false })?.isFile() === true;
  return {
    credentialsExpected: options.credentialsExpected,
    exists,
    read: (file) => (exists(file) ? readFileSync(path.resolve(folder, file), "utf8") : undefined),
  };
}
