import type { Problem } from "../model/shared/problem.js";
import { setCommand } from "./commands.js";
import { formatPropertyPath, type PropertyPath } from "../model/shared/property-path.js";
import type { SectionContext } from "./section.js";

/** The problem of a field that names a file which is not there, if it has to be. */
export function missingFile(
  path: PropertyPath,
  file: string | undefined,
  context: SectionContext,
): readonly Problem[] {
  if (file === undefined || !context.files.credentialsExpected || context.files.exists(file)) return [];
  const where = formatPropertyPath(path);
  const embedded = /^(\.\/)?\.lab\//.test(file);
  return [
    {
      path: where,
      reason: `the file ${file} does not exist`,
      fix: embedded ? "make up starts the embedded lab, which writes it" : setCommand(where),
    },
  ];
}
