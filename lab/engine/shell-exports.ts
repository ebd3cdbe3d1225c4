/** `export` lines for the variables that differ from the present environment, quoted for a POSIX shell. */
export function shellExports(
  wanted: Readonly<Record<string, string | undefined>>,
  present: Readonly<Record<string, string | undefined>>,
): string {
  return Object.entries(wanted)
    .flatMap(([name, value]) => (value === undefined || value === present[name] ? [] : [`export ${name}=${quoted(value)}`]))
    .join("\n");
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
