const RULE = /^\s*(<=|>=|==|!=|<|>)\s*(-?\d+(?:\.\d+)?)\s*$/;

const COMPARE: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "==": (value, limit) => value === limit,
  "!=": (value, limit) => value !== limit,
};

/**
 * Whether a number fulfils `<operator> <number>`, as `< 0.01`. `NaN` fulfils nothing.
 * @throws TypeError for a text of another form.
 */
export function fulfils(rule: string, value: number): boolean {
  const [, operator = "", limit = ""] = RULE.exec(rule) ?? [];
  const holds = COMPARE[operator];
  if (holds === undefined) throw new TypeError(`"${rule}" is not an operator and a number, as < 0.01`);
  return !Number.isNaN(value) && holds(value, Number(limit));
}
