import { KubeError } from "./errors.js";

/** One requirement of a label selector. */
interface Requirement {
  readonly key: string;
  readonly operator: "in" | "notin" | "exists" | "absent" | "greater" | "less";
  readonly values: readonly string[];
}

const NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?";
const SET = new RegExp(`^(${NAME})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const COMPARISON = new RegExp(`^(${NAME})\\s*(==|=|!=|>|<)\\s*([-A-Za-z0-9_.]*)$`);
const EXISTENCE = new RegExp(`^(!?)\\s*(${NAME})$`);

/**
 * Whether labels satisfy a selector in the API's own text form: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`,
 * `!a`, `a>1`, `a<1`, joined by commas. The empty selector matches everything; `!=` and `notin` match an absent key.
 * @throws KubeError BadRequest for a selector that the API server would refuse.
 */
export function matchesSelector(
  labels: Readonly<Record<string, string>> | undefined,
  selector: string,
): boolean {
  return parse(selector).every((requirement) => satisfies(labels ?? {}, requirement));
}

function satisfies(
  labels: Readonly<Record<string, string>>,
  { key, operator, values }: Requirement,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "in":
      return value !== undefined && values.includes(value);
    case "notin":
      return value === undefined || !values.includes(value);
    case "exists":
      return value !== undefined;
    case "absent":
      return value === undefined;
    case "greater":
      return value !== undefined && Number(value) > Number(values[0]);
    case "less":
      return value !== undefined && Number(value) < Number(values[0]);
  }
}

function parse(selector: string): Requirement[] {
  return selector.trim() === ""
    ? []
    : selector.split(/,(?![^(]*\))/).map((term) => requirement(term.trim(), selector));
}

function requirement(term: string, selector: string): Requirement {
  const set = SET.exec(term);
  if (set !== null) {
    const values = (set[3] ?? "").split(",").map((value) => value.trim());
    return { key: set[1] ?? "", operator: set[2] === "in" ? "in" : "notin", values };
  }
  const comparison = COMPARISON.exec(term);
  if (comparison !== null) {
    const operators = { "=": "in", "==": "in", "!=": "notin", ">": "greater", "<": "less" } as const;
    const operator = operators[comparison[2] as keyof typeof operators];
    return { key: comparison[1] ?? "", operator, values: [comparison[3] ?? ""] };
  }
  const existence = EXISTENCE.exec(term);
  if (existence !== null) {
    return { key: existence[2] ?? "", operator: existence[1] === "!" ? "absent" : "exists", values: [] };
  }
  throw new KubeError("BadRequest", {
    what: `unable to parse the selector "${selector}" at "${term}"`,
    where: "label selector",
    next: "Write it as key=value, key!=value, key in (a,b), key notin (a,b), key or !key, joined by commas",
    status: 400,
  });
}
