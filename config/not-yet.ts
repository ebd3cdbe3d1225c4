import { isObject } from "../model/shared/json.js";
import type { Problem } from "../model/shared/problem.js";
import { formatPropertyPath, type PropertyPath } from "../model/shared/property-path.js";
import { removeCommand } from "./commands.js";

/** A field that the source documents name and this version does not do yet. */
export interface NotYetField {
  /** Path inside the section; `*` is any index or key: `["*", "syncPolicy", "automated"]`. */
  readonly path: readonly string[];
  /** What to do instead. Default: take it out. */
  readonly instead?: string;
}

/** A section without such fields, and a problem for each that was there. */
export interface Done {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** Takes the fields that are not done yet out of a section. A field that is ignored in silence could do harm. */
export function takeOutNotYet(section: unknown, key: string, fields: readonly NotYetField[]): Done {
  const problems: Problem[] = [];
  const walk = (value: unknown, inside: readonly NotYetField[], path: PropertyPath): unknown => {
    if (inside.length === 0) return value;
    if (Array.isArray(value)) {
      return value.map((element: unknown, index) =>
        walk(element, below(inside, String(index)), [...path, index]),
      );
    }
    if (!isObject(value)) return value;
    const kept = Object.entries(value).flatMap(([name, member]) => {
      const deeper = below(inside, name);
      const field = deeper.find(({ path: rest }) => rest.length === 0);
      if (field === undefined) return [[name, walk(member, deeper, [...path, name])]];
      problems.push(problemOf(field, [...path, name]));
      return [];
    });
    return Object.fromEntries(kept);
  };
  return { value: walk(section, fields, [key]), problems };
}

function below(fields: readonly NotYetField[], step: string): readonly NotYetField[] {
  return fields.flatMap(({ path: [first, ...rest], ...field }) =>
    first === "*" || first === step ? [{ ...field, path: rest }] : [],
  );
}

function problemOf({ instead }: NotYetField, path: PropertyPath): Problem {
  const where = formatPropertyPath(path);
  const reason = "is not supported yet by this version of groundplan (docs/coverage.md says what is)";
  return { path: where, reason, fix: instead ?? removeCommand(where) };
}
