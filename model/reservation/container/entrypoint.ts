/** A command line in words, or why it is none, as the end of a sentence. */
export type SplitEntrypoint =
  { readonly ok: true; readonly words: readonly string[] } | { readonly ok: false; readonly reason: string };

const BLANK = " \t\r\n";

/**
 * Splits an entrypoint into words as upstream's nodes do: blanks separate, single quotes keep everything, double quotes
 * keep everything but backslashes, a backslash keeps the next character, and `#` at the beginning of a word opens a
 * comment to the end of the line. No shell is asked; variables and patterns stay as they are.
 */
export function splitEntrypoint(entrypoint: string): SplitEntrypoint {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  let index = 0;
  while (index < entrypoint.length) {
    const character = entrypoint.charAt(index);
    if (quote === "'" || (quote === '"' && character !== "\\")) {
      if (character === quote) quote = undefined;
      else word = (word ?? "") + character;
    } else if (character === "\\") {
      index += 1;
      if (index === entrypoint.length) return invalid(entrypoint);
      word = (word ?? "") + entrypoint.charAt(index);
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= "";
    } else if (BLANK.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "#" && word === undefined) {
      const end = entrypoint.indexOf("\n", index);
      index = end === -1 ? entrypoint.length : end;
    } else {
      word = (word ?? "") + character;
    }
    index += 1;
  }
  if (quote !== undefined) return invalid(entrypoint);
  return { ok: true, words: word === undefined ? words : [...words, word] };
}

function invalid(entrypoint: string): SplitEntrypoint {
  return { ok: false, reason: `invalid entrypoint definition '${entrypoint}'` };
}
