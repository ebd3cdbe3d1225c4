/**
 * Finds a file's SHA-256 in what publishers offer: a list of `<sum>  <name>` lines (with or without the `*` of
 * binary mode), or a file with nothing but one sum.
 * @returns The sum in lower case, or `undefined` when the text has none for that name.
 */
export function checksumFor(text: string, name: string): string | undefined {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const only = lines.length === 1 ? /^([0-9a-f]{64})$/i.exec(lines[0] ?? "") : null;
  if (only !== null) return only[1]?.toLowerCase();
  for (const line of lines) {
    const match = /^([0-9a-f]{64})\s+\*?(?:\.\/)?(\S+)$/i.exec(line);
    if (match?.[2] === name) return match[1]?.toLowerCase();
  }
  return undefined;
}
