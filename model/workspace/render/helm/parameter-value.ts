import type { JsonValue } from "../../../shared/json.js";

/**
 * The value of a parameter as `helm --set` takes it: `true`, `false`, `null`, whole numbers, `{a,b}` as a list, and
 * text for all else. Commas outside of lists are text. A backslash takes the next character as it is.
 */
export function parameterValue(text: string): JsonValue {
  if (!text.startsWith("{")) return typed(unescaped(text));
  const end = text.lastIndexOf("}");
  const inner = text.slice(1, end === -1 ? undefined : end);
  return splitAtCommas(inner).map((item) => typed(unescaped(item)));
}

/** The value of a parameter that is to stay text. */
export function parameterText(text: string): string {
  return unescaped(text);
}

function typed(text: string): JsonValue {
  switch (text.toLowerCase()) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
      return null;
    case "0":
      return 0;
  }
  const number = /^[+-]?[0-9]+$/.test(text) && !text.startsWith("0") ? Number(text) : undefined;
  return number !== undefined && Number.isSafeInteger(number) ? number : text;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([^])/g, "$1");
}

/** Commas behind an odd number of backslashes are text. */
function splitAtCommas(text: string): readonly string[] {
  return text.split(/(?<=(?:^|[^\\])(?:\\\\)*),/);
}
