import { z } from "zod";
import type { Problem } from "../model/shared/problem.js";
import { setCommand } from "./commands.js";
import { suggestion } from "../model/shared/did-you-mean.js";
import { formatPropertyPath, type PropertyPath } from "../model/shared/property-path.js";
import type { SectionContext } from "./section.js";

/** What a target may be called. */
export const targetName = z
  .string()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/,
    "names of targets are 1 to 63 letters, digits, dashes and underscores, and begin and end with a letter or digit",
  );

/** The problem of a field that names a target which the stack does not declare, if it does. */
export function undeclaredTarget(
  path: PropertyPath,
  type: string,
  name: string,
  context: SectionContext,
): readonly Problem[] {
  const known = context.targets.get(type) ?? [];
  if (known.includes(name)) return [];
  const where = formatPropertyPath(path);
  const reason = `there is no "${name}" in groundplan:${type}${suggestion(name, known)}`;
  return [{ path: where, reason, fix: setCommand(where) }];
}
