import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import { setCommand } from "../commands.js";
import { scanReferences, type LateValue } from "../references/scan.js";
import type { SectionContext } from "../section.js";
import { valueAt } from "../value-at.js";
import { insideFile, readDocuments } from "./files.js";
import { LATE, VERBATIM } from "./late-fields.js";
import type { PoolFields } from "./schema.js";

/** Where a pool's request comes from. */
export interface PoolSource {
  /** Undefined when there is none to check. */
  readonly request: Readonly<Record<string, unknown>> | undefined;
  readonly problems: readonly Problem[];
  /** References in the pool's file. */
  readonly late: readonly LateValue[];
  /** Where something of the request stands. */
  pathOf(inside: string): string;
}

/**
 * The request of a pool: inline, or out of a file.
 *
 * @param path of the pool: `artifacts.pools.carv01`
 * @param standIns what stands for references in the file is called; unique in the stack
 */
export function poolSource(
  id: string,
  { inline, file }: { readonly inline: PoolFields["request"]; readonly file: string | undefined },
  path: string,
  standIns: string,
  { files }: SectionContext,
): PoolSource {
  if (file === undefined) {
    const pathOf = (inside: string): string =>
      inside === "" ? `${path}.request` : `${path}.request.${inside}`;
    const reason = "has no request: write it under request, or name the file that holds it";
    const problems = [{ path, reason, fix: setCommand(`${path}.file`, "'<file>'") }];
    return { request: inline, problems: inline === undefined ? problems : [], late: [], pathOf };
  }
  const pathOf = (inside: string): string => insideFile(file, inside);
  const none = { request: undefined, late: [], pathOf };
  const where = `${path}.file`;
  if (inline !== undefined) {
    return { ...none, problems: [{ path: where, reason: "file and request exclude each other" }] };
  }
  const { documents, problems } = readDocuments(file, where, files);
  if (problems.length > 0) return { ...none, problems };
  const [document, ...more] = documents;
  if (!isObject(document) || more.length > 0) {
    const reason = "must hold one request: an object with build and clean";
    return { ...none, problems: [{ path: file, reason }] };
  }
  const wrapped = { pools: { [id]: { request: document } } };
  const scanned = scanReferences(wrapped, "artifacts", LATE, { verbatim: VERBATIM, standIns });
  const found = valueAt(scanned.value, ["pools", id, "request"]);
  return {
    request: isObject(found) ? found : undefined,
    problems: [],
    late: scanned.late.map((value) => ({ ...value, path: ["artifacts", "pools", id, "file"] })),
    pathOf,
  };
}
