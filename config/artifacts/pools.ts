import { definePool, POOL_SETTING_KEYS, type PoolDefinition } from "../../model/artifact/pool-definition.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { setCommand } from "../commands.js";
import { unknownKey } from "../issues.js";
import type { LateValue } from "../references/scan.js";
import type { SectionContext } from "../section.js";
import { unknownResults } from "./result-names.js";
import { poolSource } from "./pool-source.js";
import { poolFields, type PoolFields, type PoolMember } from "./schema.js";

/** A pool of a stack file, checked. */
export interface DeclaredPool extends Omit<PoolFields, "request" | "file"> {
  /** The request as written, wherever it stands. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly definition: PoolDefinition;
}

/** A pool, or what is wrong with it. */
export interface CheckedPool {
  /** Undefined when a problem is an error. */
  readonly pool: DeclaredPool | undefined;
  readonly problems: readonly Problem[];
  /** References in its file. */
  readonly late: readonly LateValue[];
}

const KNOWN_KEYS = [...Object.keys(poolFields.shape), ...POOL_SETTING_KEYS];

/**
 * Checks a pool with its request.
 *
 * @param number tells what stands for references in its file from that of other pools
 */
export function checkPool(
  id: string,
  member: PoolMember,
  number: number,
  context: SectionContext,
): CheckedPool {
  const at = ["artifacts", "pools", id];
  const path = formatPropertyPath(at);
  const keys = Object.keys(member).filter((key) => !KNOWN_KEYS.includes(key));
  const strays = keys.map((key) => unknownKey([...at, key], KNOWN_KEYS));
  const { request: inline, file, ...fields } = poolFields.parse(member);
  const source = poolSource(id, { inline, file }, path, `artifacts-file${number}`, context);
  const problems = [...strays, ...source.problems];
  const { request, late } = source;
  if (request === undefined) return { pool: undefined, problems, late };

  const settings = Object.fromEntries(
    Object.entries(member).filter(([key]) => POOL_SETTING_KEYS.includes(key)),
  );
  const defined = definePool(request, settings, id);
  for (const problem of defined.problems) {
    const [top = ""] = /^[A-Za-z0-9_-]+/.exec(problem.path) ?? [];
    const beside = POOL_SETTING_KEYS.includes(top) && (top in settings || !(top in request));
    const where = beside ? `${path}.${problem.path}` : source.pathOf(problem.path);
    const fix = beside && problem.severity !== "warning" ? { fix: setCommand(where) } : {};
    problems.push({ ...fix, ...problem, path: where });
  }
  const { definition } = defined;
  if (definition === undefined) return { pool: undefined, problems, late };
  problems.push(...unknownResults([...at, "publicResults"], fields.publicResults, id, definition.results));
  return { pool: { ...fields, request, definition }, problems, late };
}
