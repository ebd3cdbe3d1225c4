/** One step of a value's path: a key, or an index of a list. */
export type ValueStep = string | number;

/** Helm's own limit. */
const LARGEST_INDEX = 65_536;

/**
 * Reads a value's path as `helm --set` does: keys with dots between them and indices in brackets, `hosts[0].name`.
 * A backslash takes the next character as it is.
 * @returns undefined when the text is no path.
 */
export function parseValuePath(text: string): readonly ValueStep[] | undefined {
  const steps: ValueStep[] = [];
  let key = "";
  let afterIndex = false;
  let at = 0;
  const endKey = (): boolean => {
    if (key === "" && !afterIndex) return false;
    if (key !== "") steps.push(key);
    key = "";
    afterIndex = false;
    return true;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "\\") {
      key += text.charAt(at + 1);
      at += 2;
    } else if (character === ".") {
      if (!endKey()) return undefined;
      at += 1;
    } else if (character === "[") {
      const index = /^\[([0-9]+)\]/.exec(text.slice(at));
      const position = Number(index?.[1]);
      if (index === null || position > LARGEST_INDEX || !endKey()) return undefined;
      steps.push(position);
      afterIndex = true;
      at += index[0].length;
    } else {
      if (afterIndex) return undefined;
      key += character;
      at += 1;
    }
  }
  return endKey() && typeof steps[0] === "string" ? steps : undefined;
}
