import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ProjectFiles } from "./raw-stack.js";

/** The files of a project folder. */
export function projectFiles(
  folder: string,
  options: { readonly credentialsExpected: boolean },
): ProjectFiles {
  return {
    credentialsExpected: options.credentialsExpected,
    exists: (file) => existsSync(path.resolve(folder, file)),
    read: (file) => {
      const found = path.resolve(folder, file);
      return existsSync(found) ? readFileSync(found, "utf8") : undefined;
    },
  };
}
