import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath, type PropertyPath } from "../../model/shared/property-path.js";
import { removeCommand } from "../commands.js";
import { suggestion } from "../../model/shared/did-you-mean.js";

/**
 * Names of results that there are not.
 *
 * @param at where the list of names stands
 * @param owner what should have them
 */
export function unknownResults(
  at: PropertyPath,
  names: readonly string[],
  owner: string,
  known: readonly string[],
): readonly Problem[] {
  return names.flatMap((name, index): Problem[] => {
    if (known.includes(name)) return [];
    const path = formatPropertyPath([...at, index]);
    const reason = `"${owner}" has no result "${name}"${suggestion(name, known)}`;
    return [{ path, reason, fix: removeCommand(path) }];
  });
}
