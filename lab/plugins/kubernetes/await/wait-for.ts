import type { KubeObject } from "../../../../clients/kubernetes/types.js";
import { Failure } from "../../../../model/shared/errors.js";
import { parseJsonPath } from "./json-path.js";
import { condition, READY, waiting, type ReadinessRule, type Verdict } from "./verdict.js";

type Judge = (object: KubeObject) => Verdict;

/**
 * The rule that the annotation `pulumi.com/waitFor` states: `jsonpath={.status.phase}=Running` (without `=…` any
 * value will do), `condition=Ready` (or `condition=Ready=False`), or a JSON array of such texts that all must hold.
 * @throws Failure for a text of another form.
 */
export function waitForRule(text: string): ReadinessRule {
  const judges = expressions(text).map(judgeOf);
  return {
    usualSeconds: 600,
    judge(object) {
      return judges.map((judge) => judge(object)).find((verdict) => verdict.is !== "ready") ?? READY;
    },
  };
}

function expressions(text: string): readonly string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [text];
  }
  if (Array.isArray(parsed) && parsed.length > 0 && parsed.every((element) => typeof element === "string"))
    return parsed;
  throw malformed(text);
}

function judgeOf(expression: string): Judge {
  const path = /^jsonpath=\{(.*)\}(?:=(.*))?$/s.exec(expression);
  if (path?.[1] !== undefined) return jsonPathJudge(expression, path[1], path[2]);
  const [, type, status] = /^condition=([^=]+)(?:=(.+))?$/.exec(expression) ?? [];
  if (type !== undefined) return conditionJudge(type, status ?? "True");
  throw malformed(expression);
}

function jsonPathJudge(expression: string, path: string, wanted: string | undefined): Judge {
  const find = parseJsonPath(path);
  return (object) => {
    const found = find(object);
    const holds = wanted === undefined ? found.length > 0 : found.some((value) => text(value) === wanted);
    if (holds) return READY;
    return waiting(`${expression} (now ${found.length === 0 ? "absent" : found.map(text).join(", ")})`);
  };
}

function conditionJudge(type: string, wanted: string): Judge {
  return (object) => {
    const found = condition(object, type);
    const isCurrent = (found?.observedGeneration ?? Infinity) >= (object.metadata.generation ?? 0);
    if (found !== undefined && isCurrent && found.status.toLowerCase() === wanted.toLowerCase()) return READY;
    const now = found === undefined ? "absent" : `${found.status} ${found.reason} ${found.message}`.trim();
    return waiting(`condition ${type}=${wanted} (now ${now})`);
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function malformed(expression: string): Failure {
  return new Failure({
    what: `not an expression to wait for: ${expression}`,
    where: "annotation pulumi.com/waitFor",
    next: "Write jsonpath={.path}=value, condition=Type or a JSON array of such texts",
  });
}
