/** What upstream prints for a number that an enumeration does not have; it enters signatures. */
export const UNKNOWN_TEXT = "UNKNOWN";

/** The text of a number of an enumeration. */
export function textOf(texts: readonly string[], value: number): string {
  return texts[value] ?? UNKNOWN_TEXT;
}

/** The number of a text, in either case; undefined when the enumeration does not have it. */
export function valueOf(texts: readonly string[], text: string): number | undefined {
  const index = texts.findIndex((known) => known.toLowerCase() === text.toLowerCase());
  return index === -1 ? undefined : index;
}
