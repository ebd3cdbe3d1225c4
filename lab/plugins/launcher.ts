/** Environment variable that names the certificate of the one authority that a stand-in trusts. */
export const LAB_AUTHORITY = "GROUNDPLAN_LAB_AUTHORITY";

// A line that no official plugin has: it tells our launchers from an installed plugin.
const MARK = "# stand-in of the groundplan lab";

/**
 * The executable that the engine starts.
 * @param main Absolute path of the compiled entry.
 * @param labAuthority PEM file of the lab's certificate authority.
 */
export function launcher(main: string, labAuthority: string): string {
  const environment = `${LAB_AUTHORITY}=${quoted(labAuthority)}`;
  return ["#!/bin/sh", MARK, `${environment} exec node ${quoted(main)} "$@"`, ""].join("\n");
}

/** Whether an executable is one of ours. */
export function isLauncher(text: string): boolean {
  return text.includes(MARK);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
