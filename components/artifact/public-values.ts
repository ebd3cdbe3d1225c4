/** Those results that are no secret. */
export function publicValues(
  results: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(Object.entries(results).filter(([name]) => names.includes(name)));
}
