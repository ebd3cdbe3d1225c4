/**
 * References of the form `$(prefix.name)`, `$(prefix["name"])` and `$(prefix['name'])`, and what may be wrong with them.
 * A prefix is a regular expression: `params`, `context\.task`.
 */

const NAME = "[^\\n]*?(?:\\[\\*\\])?";
const INDICES = /\[[0-9]*\*?\]/g;
const WHOLE_NAME = "[_a-zA-Z0-9.-]+\\[\\*\\]";

interface Reference {
  readonly whole: string;
  /** What follows the prefix. */
  readonly inner: string;
  readonly dotted: boolean;
}

function references(
  text: string,
  prefix: string,
  name = NAME,
  ends: readonly [string, string] = ["", ""],
): readonly Reference[] {
  const [begin, end] = ends;
  const notations = `(?:\\.(${name})|\\["(${name})"\\]|\\['(${name})'\\])`;
  const pattern = regularExpression(`${begin}\\$\\(${prefix}${notations}\\)${end}`);
  if (pattern === undefined) return [];
  return [...text.matchAll(pattern)].map(([whole, dotted = "", double = "", single = ""]) => ({
    whole,
    inner: dotted || double || single,
    dotted: dotted !== "",
  }));
}

const compiled = new Map<string, RegExp | undefined>();
const MOST_COMPILED = 1_000;

/** A parameter's name becomes part of a prefix unchecked; one that makes no expression matches nothing. */
function regularExpression(source: string): RegExp | undefined {
  if (compiled.has(source)) return compiled.get(source);
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  const pattern = compile(source);
  compiled.set(source, pattern);
  return pattern;
}

function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, "g");
  } catch {
    return undefined;
  }
}

interface Extracted {
  readonly names: readonly string[];
  /** Why the references cannot be read. */
  readonly fault?: string;
}

/** Names that a text refers to; of `name.key` the name. */
function extract(text: string, prefix: string): Extracted {
  const names: string[] = [];
  for (const { whole, inner, dotted } of references(text, prefix)) {
    const parts = inner.split(".");
    if (dotted && parts.length > 2) {
      return {
        names,
        fault: `has the reference ${whole}: at most a name and a key may follow the first dot`,
      };
    }
    names.push(dotted ? (parts[0] ?? "") : inner);
  }
  return { names };
}

/** A rule about the references in a text: what is wrong, as the end of a sentence. */
export type VariableRule = (text: string, prefix: string, names: ReadonlySet<string>) => string | undefined;

/** References must be to one of the names. */
export const onlyKnown: VariableRule = (text, prefix, known) => {
  const { names, fault } = extract(text, prefix);
  if (fault !== undefined) return fault;
  const unknown = names.map((name) => name.replace(INDICES, "")).find((name) => !known.has(name));
  return unknown === undefined ? undefined : `refers to ${readable(prefix)}.${unknown}, which does not exist`;
};

/** None of the names may be referred to, except for one element of it. */
export const noneOf: VariableRule = (text, prefix, prohibited) => {
  const { names, fault } = extract(text, prefix);
  if (fault !== undefined) return fault;
  const found = names.map(withoutStar).find((name) => prohibited.has(name));
  return found === undefined
    ? undefined
    : `refers to the whole list ${readable(prefix)}.${found} inside a text`;
};

/** None of the names may be referred to as a whole; keys of it may. */
export const noneAsWhole: VariableRule = (text, prefix, prohibited) => {
  const found = references(text, prefix)
    .map(({ inner }) => withoutStar(inner))
    .find((name) => prohibited.has(name));
  return found === undefined
    ? undefined
    : `refers to the whole object ${readable(prefix)}.${found}; name one of its keys`;
};

/** Where one of the names is referred to, the text must be that reference and nothing else. */
export const standingAlone: VariableRule = (text, prefix, lists) => {
  const { names, fault } = extract(text, prefix);
  if (fault !== undefined) return fault;
  const found = names.map(withoutStar).find((name) => lists.has(name));
  const first = references(text, prefix)[0]?.whole ?? "";
  if (found === undefined || text.length === first.length) return undefined;
  return `has other text beside the list ${readable(prefix)}.${found}`;
};

/** Whether a text is one reference to a whole list or object and nothing else. */
export function isWholeReference(text: string, prefix: string): boolean {
  return references(text, prefix, WHOLE_NAME, ["^", "$"]).length > 0;
}

function withoutStar(name: string): string {
  return name.endsWith("[*]") ? name.slice(0, -"[*]".length) : name;
}

function readable(prefix: string): string {
  return prefix.replaceAll("\\", "");
}
