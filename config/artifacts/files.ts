import { parseAllDocuments } from "yaml";
import type { Problem } from "../../model/shared/problem.js";
import { setCommand } from "../commands.js";
import type { ProjectFiles } from "../raw-stack.js";
import { yamlProblem } from "../yaml-problem.js";

/** What a file holds, or what keeps it from being read. */
export interface ReadFile {
  /** Its documents, empty ones left out; a JSON file is one. */
  readonly documents: readonly unknown[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a JSON or YAML file.
 *
 * @param where the field that names it
 */
export function readDocuments(file: string, where: string, files: ProjectFiles): ReadFile {
  const text = files.read(file);
  if (text === undefined) {
    const reason = `the file ${file} does not exist`;
    return { documents: [], problems: [{ path: where, reason, fix: setCommand(where, "'<file>'") }] };
  }
  const read = Array.from(parseAllDocuments(text)).map((document): ReadFile => {
    if (document.errors.length > 0) {
      return {
        documents: [],
        problems: document.errors.map((error) => ({ ...yamlProblem(error, text), path: file })),
      };
    }
    try {
      const value: unknown = document.toJS();
      return { documents: value === null ? [] : [value], problems: [] };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { documents: [], problems: [{ path: file, reason }] };
    }
  });
  return {
    documents: read.flatMap(({ documents }) => documents),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** The path of a fault inside a file: `carv01.json: build.tasks[0].name`. */
export function insideFile(file: string, path: string): string {
  return path === "" ? file : `${file}: ${path}`;
}
