import { planResource } from "../../model/artifact/managed/resource.js";
import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath, type PropertyPath } from "../../model/shared/property-path.js";
import { setCommand } from "../commands.js";
import type { SectionContext } from "../section.js";
import { insideFile, readDocuments } from "./files.js";
import { unknownResults } from "./result-names.js";
import type { ResourceMember } from "./schema.js";

/** A managed resource of a stack file, checked. */
export interface DeclaredResource extends Omit<ResourceMember, "file" | "manifests"> {
  readonly manifests: readonly unknown[];
  /** Names of what borrowers get. */
  readonly provided: readonly string[];
}

/** Checks a managed resource with its manifests. */
export function checkResource(
  id: string,
  { file, manifests: inline, ...member }: ResourceMember,
  context: SectionContext,
): { readonly resource: DeclaredResource; readonly problems: readonly Problem[] } {
  const path = formatPropertyPath(["artifacts", "resources", id]);
  const where = `${path}.file`;
  const read =
    file === undefined
      ? { documents: inline ?? [], problems: [] }
      : readDocuments(file, where, context.files);
  const problems: Problem[] = [...read.problems];
  if (file !== undefined && inline !== undefined) {
    problems.push({ path: where, reason: "file and manifests exclude each other" });
  }
  const manifests = read.documents.filter(isObject);
  if (manifests.length < read.documents.length) {
    problems.push({ path: file ?? path, reason: "holds a document that is no object" });
  }
  const planned = planResource({ ...member, manifests }, member.namespace);
  problems.push(...planned.problems.map((problem) => ({ ...problem, ...placeOf(problem.path, path, file) })));
  const provided = Object.keys(planned.provided).sort();
  problems.push(
    ...unknownResults(["artifacts", "resources", id, "publicResults"], member.publicResults, id, provided),
  );
  return { resource: { ...member, manifests, provided }, problems };
}

/** Where a part of a resource stands, which for manifests may be a file. */
function placeOf(
  inside: PropertyPath,
  path: string,
  file: string | undefined,
): Pick<Problem, "path" | "fix"> {
  const [top, ...steps] = inside;
  if (top === "manifests" && file !== undefined) return { path: insideFile(file, formatPropertyPath(steps)) };
  const where = `${path}.${formatPropertyPath(inside)}`;
  return { path: where, fix: setCommand(where) };
}
