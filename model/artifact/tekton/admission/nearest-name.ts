const MOST_CHANGES = 2;

/** The name that was most likely meant: at most two letters away, or what the text begins or ends with. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, changes: changesBetween(text.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.changes - b.changes);
  const [nearest] = ranked;
  if (nearest !== undefined && nearest.changes <= Math.min(MOST_CHANGES, text.length - 1))
    return nearest.name;
  return names.find((name) => name.length > 3 && (text.startsWith(name) || name.startsWith(text)));
}

/** Letters to add, drop or change to make one text of the other. */
function changesBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
