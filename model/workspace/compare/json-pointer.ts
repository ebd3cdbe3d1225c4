/**
 * The reference tokens of an RFC 6901 pointer: `/metadata/labels/app~1tier` is `metadata`, `labels`, `app/tier`.
 * `undefined` when the text is no pointer to a part of a document.
 */
export function pointerTokens(pointer: string): string[] | undefined {
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The index that a token is in a list of this length, or `undefined` when there is none such. */
export function listIndex(token: string, length: number): number | undefined {
  const index = /^(0|[1-9][0-9]*)$/.test(token) ? Number(token) : length;
  return index < length ? index : undefined;
}
