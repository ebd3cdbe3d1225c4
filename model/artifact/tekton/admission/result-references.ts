/** A reference to a task's result, as `tasks.<task>.results.<result>` with an index or a key. */
export interface ResultReference {
  readonly task: string;
  readonly result: string;
}

/** Whether an expression is meant to refer to a result. */
export function looksLikeResult(expression: string): boolean {
  const parts = expression.split(".");
  const [section] = parts;
  return parts.length >= 4 && (section === "tasks" || section === "finally") && parts[2] === "results";
}

/** Reads an expression; undefined when it is no well-formed reference to a result. */
export function resultReference(expression: string): ResultReference | undefined {
  if (!looksLikeResult(expression)) return undefined;
  const [, task = "", , result = "", ...rest] = expression.split(".");
  if (rest.length > 1) return undefined;
  return { task, result: rest.length === 0 ? result.replace(/\[[0-9]*\*?\]/g, "") : result };
}

/** The well-formed references among expressions. */
export function resultReferences(expressions: readonly string[]): readonly ResultReference[] {
  return expressions.flatMap((expression) => resultReference(expression) ?? []);
}
