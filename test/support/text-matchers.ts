/** Matches a text that contains this one, inside `toMatchObject` and `toEqual`. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}

/** Matches a text of this form, inside `toMatchObject` and `toEqual`. */
export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
