import type { YAMLParseError } from "yaml";
import type { Problem } from "../model/shared/problem.js";

/** A fault of YAML with its line. The source line itself is left out, because it may hold a secret. */
export function yamlProblem(
  error: Pick<YAMLParseError, "code" | "linePos" | "message" | "pos">,
  text: string,
): Problem {
  const line = error.linePos === undefined ? "" : `line ${error.linePos[0].line}: `;
  const [summary = error.message] = error.message.split(" at line ");
  const key = /^.*?(?=:(\s|$))/m.exec(text.slice(error.pos[0]))?.[0] ?? "";
  const duplicate = error.code === "DUPLICATE_KEY";
  return { path: "", reason: `${line}${duplicate ? `the key "${key.trim()}" is there twice` : summary}` };
}
