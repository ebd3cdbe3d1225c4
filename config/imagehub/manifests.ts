import { parseAllDocuments } from "yaml";
import type { DeclaredManifest } from "../../model/imagehub/catalogue-types.js";
import type { Problem } from "../../model/shared/problem.js";
import { setCommand } from "../commands.js";
import type { ProjectFiles } from "../raw-stack.js";
import { yamlProblem } from "../yaml-problem.js";

/** Documents of manifest files, and what keeps a file from being read. */
export interface ReadManifests {
  readonly manifests: readonly DeclaredManifest[];
  readonly problems: readonly Problem[];
}

/** Reads `groundplan:imagehub.manifests`: YAML files of any number of documents. Empty documents do not count. */
export function readManifests(paths: readonly string[], files: ProjectFiles): ReadManifests {
  const manifests: DeclaredManifest[] = [];
  const problems: Problem[] = [];
  for (const [index, path] of paths.entries()) {
    const text = files.read(path);
    if (text === undefined) {
      const where = `imagehub.manifests[${index}]`;
      problems.push({
        path: where,
        reason: `the file ${path} does not exist`,
        fix: setCommand(where, "'<file>'"),
      });
      continue;
    }
    for (const [number, document] of Array.from(parseAllDocuments(text)).entries()) {
      problems.push(...document.errors.map((error) => ({ ...yamlProblem(error, text), path })));
      if (document.errors.length > 0 || document.contents === null) continue;
      try {
        manifests.push({ where: `${path}[${number}]`, document: document.toJS() });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        problems.push({ path: `${path}[${number}]`, reason });
      }
    }
  }
  return { manifests, problems };
}
