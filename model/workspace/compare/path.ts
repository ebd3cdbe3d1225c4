import type { JsonValue } from "../../shared/json.js";
import { asJson } from "./as-json.js";

/**
 * One step into an object: a field's name, an index of a list, an element of a list by its keys, or a member of a
 * set by its value.
 */
export type Step =
  string | number | { readonly keys: Readonly<Record<string, JsonValue>> } | { readonly member: JsonValue };

/** Where a value is inside an object. */
export type FieldPath = readonly Step[];

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const PLAIN_TEXT = /^[A-Za-z_/.$][A-Za-z0-9_/.:@$*-]*$/;
const JSON_WORDS = new Set(["true", "false", "null"]);

/**
 * A path as people read it: `spec.containers[name=web].ports[containerPort=80,protocol=TCP].name`, `args[0]`,
 * `metadata.labels["app.kubernetes.io/name"]`, `metadata.finalizers[=example.com/guard]`. Text that could be mistaken
 * for anything else is quoted as in JSON. The whole object is the empty path.
 */
export function formatPath(path: FieldPath): string {
  return path.map((step, index) => formatStep(step, index === 0)).join("");
}

function formatStep(step: Step, first: boolean): string {
  if (typeof step === "number") return `[${step}]`;
  if (typeof step === "string") {
    if (!PLAIN_NAME.test(step)) return `[${JSON.stringify(step)}]`;
    return first ? step : `.${step}`;
  }
  if ("member" in step) return `[=${formatValue(step.member)}]`;
  const keys = Object.entries(step.keys).map(([name, value]) => `${formatName(name)}=${formatValue(value)}`);
  return `[${keys.join(",")}]`;
}

function formatName(name: string): string {
  return PLAIN_NAME.test(name) ? name : JSON.stringify(name);
}

function formatValue(value: JsonValue): string {
  if (typeof value === "string" && PLAIN_TEXT.test(value) && !JSON_WORDS.has(value)) return value;
  return JSON.stringify(value);
}

/**
 * Reads what {@link formatPath} writes.
 * @throws SyntaxError when the text is no such path.
 */
export function parsePath(text: string): FieldPath {
  const steps: Step[] = [];
  let rest = text;
  while (rest !== "") {
    const [step, length] = firstStep(rest, steps.length === 0);
    steps.push(step);
    rest = rest.slice(length);
  }
  return steps;
}

/**
 * The step in brackets that a text begins with, and how long it is: `[name="web"].image` begins with one of 12.
 *
 * @returns undefined when it begins with none
 */
export function firstBracket(text: string): { readonly step: Step; readonly length: number } | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const [step, length] = firstStep(text, true);
    return { step, length };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function firstStep(text: string, first: boolean): readonly [Step, number] {
  if (text.startsWith("[")) {
    const end = closingBracket(text);
    return [bracketed(text.slice(1, end)), end + 1];
  }
  const [matched = "", name = ""] = (first ? /^()([^.[]+)/ : /^\.([^.[]+)/).exec(text) ?? [];
  const field = first ? matched : name;
  if (!PLAIN_NAME.test(field)) throw new SyntaxError(`no field path: ${text}`);
  return [field, matched.length];
}

function bracketed(inner: string): Step {
  if (/^[0-9]+$/.test(inner)) return Number(inner);
  if (inner.startsWith("=")) return { member: parseValue(inner.slice(1)) };
  const parts = splitOutside(inner, ",").map((part) => splitOutside(part, "="));
  const [[name = "", value] = []] = parts;
  if (value === undefined) return parseName(name);
  return { keys: Object.fromEntries(parts.map(([key = "", of = ""]) => [parseName(key), parseValue(of)])) };
}

function parseName(text: string): string {
  return text.startsWith('"') ? String(JSON.parse(text)) : text;
}

function parseValue(text: string): JsonValue {
  if (PLAIN_TEXT.test(text) && !JSON_WORDS.has(text)) return text;
  return asJson(JSON.parse(text));
}

/** Splits at a separator that is neither inside quotes nor inside brackets. */
function splitOutside(text: string, separator: string): string[] {
  const parts = [""];
  scan(text, (character, depth) => {
    if (depth === 0 && character === separator) parts.push("");
    else parts.push((parts.pop() ?? "") + character);
    return true;
  });
  return parts;
}

function closingBracket(text: string): number {
  let end = -1;
  scan(text, (_character, depth, index) => {
    if (depth > 0) return true;
    end = index;
    return false;
  });
  if (end === -1) throw new SyntaxError(`no field path: "${text}" has no closing bracket`);
  return end;
}

/** Walks over the characters with the bracket depth after each; inside quotes the depth is at least one. */
function scan(text: string, visit: (character: string, depth: number, index: number) => boolean): void {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quoted && character === "\\") {
      if (!visit(character, depth + 1, index)) return;
      index++;
      if (!visit(text.charAt(index), depth + 1, index)) return;
      continue;
    }
    if (character === '"') quoted = !quoted;
    else if (!quoted && "[{".includes(character)) depth++;
    else if (!quoted && "]}".includes(character)) depth--;
    if (!visit(character, quoted ? depth + 1 : depth, index)) return;
  }
}
