import type { Environment } from "./environment.js";

/**
 * Lines for `eval` in a shell of the Bourne family that turn one environment into another: an export for each
 * variable that differs, an unset for each that is to go.
 */
export function shellChanges(present: Environment, wanted: Environment): string {
  return Object.entries(wanted)
    .filter(([name, value]) => value !== present[name])
    .map(([name, value]) => (value === undefined ? `unset ${name}\n` : `export ${name}=${quoted(value)}\n`))
    .join("");
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
