import type { JsonObject } from "../../../shared/json.js";
import type { PropertyPath } from "../../../shared/property-path.js";
import { asObject, asText, objectsOf } from "../json-parts.js";
import type { Report } from "./report.js";
import { looksLikeResult, resultReferences } from "./result-references.js";
import { expressionsOfValue, expressionsOfWhen, parameterValue, textsOf } from "./values.js";
import { onlyKnown } from "./variables.js";

const PREFIXES = ["params", "tasks", "finally", "context", "workspaces", "results"];
const TASK_ARTIFACT = /\$\(tasks\.[^.]+\.(?:inputs|outputs)\.[^.)]+\)/;
const PIPELINE_CONTEXT: readonly (readonly [string, ReadonlySet<string>])[] = [
  ["context\\.pipelineRun", new Set(["name", "namespace", "uid"])],
  ["context\\.pipeline", new Set(["name"])],
  ["context\\.pipelineTask", new Set(["retries"])],
];

interface Expressions {
  readonly path: PropertyPath;
  readonly expressions: readonly string[];
}

/** The expressions of a task's parameters and `when` entries, by where they stand. */
function expressionsOf(task: JsonObject): readonly Expressions[] {
  return [
    ...objectsOf(task.params).map(({ value }, index) => ({
      path: ["params", index, "value"],
      expressions: expressionsOfValue(value),
    })),
    ...objectsOf(task.when).map((when, index) => ({
      path: ["when", index],
      expressions: expressionsOfWhen(when),
    })),
  ];
}

/** Rules for what the tasks and final tasks of a pipeline refer to outside their parameters. */
export function judgeReferences(
  tasks: readonly JsonObject[],
  finals: readonly JsonObject[],
  report: Report,
): void {
  const names = new Set(tasks.map(({ name }) => asText(name)));
  const finalNames = new Set(finals.map(({ name }) => asText(name)));
  tasks.forEach((task, index) => {
    judgeEither(task, report.at("tasks", index));
    judgeStatusInTask(task, report.at("tasks", index));
  });
  finals.forEach((task, index) => {
    judgeEither(task, report.at("finally", index));
    judgeStatusInFinal(task, names, report.at("finally", index));
    judgeResultsInFinal(task, names, finalNames, report.at("finally", index));
  });
  // Only the last task of each section: Tekton forgets the others.
  judgeContext(tasks, report.at("tasks"));
  judgeContext(finals, report.at("finally"));
}

function judgeEither(task: JsonObject, report: Report): void {
  const matrix = asObject(task.matrix);
  const inMatrix = [
    ...objectsOf(matrix.params).map(({ value }, index) => ({
      path: ["matrix", "params", index, "value"],
      expressions: expressionsOfValue(value),
    })),
    ...objectsOf(matrix.include).flatMap(({ params }, at) =>
      objectsOf(params).map(({ value }, index) => ({
        path: ["matrix", "include", at, "params", index, "value"],
        expressions: expressionsOfValue(value),
      })),
    ),
  ];
  for (const { path, expressions } of [...expressionsOf(task), ...inMatrix]) {
    const strange = expressions.find((expression) => !PREFIXES.includes(expression.split(".")[0] ?? ""));
    if (strange !== undefined) {
      report.add(path, `has $(${strange}), which is none of $(${PREFIXES.join(".…), $(")}.…)`, SHELL_ADVICE);
    }
  }
  objectsOf(task.params).forEach(({ value }, index) => {
    if (textsOf(parameterValue(value)).some((text) => TASK_ARTIFACT.test(text))) {
      report.add(
        ["params", index, "value"],
        "uses Tekton's own artifacts, for which its feature flag enable-artifacts is needed",
      );
    }
  });
}

const SHELL_ADVICE = "Write a variable of the shell as ${NAME}";

/** The task that an expression asks the status or reason of; empty for the status of all. */
function statusOf(expression: string): string | undefined {
  if (expression === "tasks.status") return "";
  return /^tasks\.(.*)\.(?:status|reason)$/.exec(expression)?.[1];
}

function asksStatus(expression: string): boolean {
  return expression.startsWith("tasks.") && /\.(?:status|reason)$/.test(expression);
}

function judgeStatusInTask(task: JsonObject, report: Report): void {
  for (const { path, expressions } of expressionsOf(task)) {
    if (!expressions.some(looksLikeResult) && expressions.some(asksStatus)) {
      report.add(path, "asks how a task ended, which only tasks under finally can");
    }
  }
}

function judgeStatusInFinal(task: JsonObject, names: ReadonlySet<string>, report: Report): void {
  for (const { path, expressions } of expressionsOf(task)) {
    if (expressions.some(looksLikeResult)) continue;
    for (const expression of expressions.filter(asksStatus)) {
      const name = statusOf(expression) ?? "";
      if (expression !== "tasks.status" && !names.has(name)) {
        report.add(path, `asks how a task ended that does not exist: "${name}"`);
      }
    }
  }
}

function judgeResultsInFinal(
  task: JsonObject,
  names: ReadonlySet<string>,
  finalNames: ReadonlySet<string>,
  report: Report,
): void {
  for (const { path, expressions } of expressionsOf(task)) {
    for (const reference of resultReferences(expressions)) {
      if (finalNames.has(reference.task)) {
        report.add(path, `uses a result of another final task: "${reference.task}"`);
      } else if (!names.has(reference.task)) {
        report.add(path, `uses a result of a task that does not exist: "${reference.task}"`);
      }
    }
  }
}

function judgeContext(tasks: readonly JsonObject[], report: Report): void {
  const last = tasks.at(-1);
  if (last === undefined) return;
  for (const { path, text } of parameterTexts(last)) {
    for (const [prefix, names] of PIPELINE_CONTEXT) {
      const fault = onlyKnown(text, prefix, names);
      if (fault !== undefined) report.add([tasks.length - 1, ...path], fault);
    }
  }
}

/** What Tekton does not check in tasks that are not the last: context variables that nobody sets. */
export function unknownContext(
  task: JsonObject,
): readonly { readonly path: PropertyPath; readonly fault: string }[] {
  return parameterTexts(task).flatMap(({ path, text }) =>
    PIPELINE_CONTEXT.flatMap(([prefix, names]) => {
      const fault = onlyKnown(text, prefix, names);
      return fault === undefined ? [] : [{ path, fault }];
    }),
  );
}

function parameterTexts(task: JsonObject): readonly { readonly path: PropertyPath; readonly text: string }[] {
  const matrix = asObject(task.matrix);
  const lists = [
    { base: ["params"], params: objectsOf(task.params) },
    { base: ["matrix", "params"], params: objectsOf(matrix.params) },
    ...objectsOf(matrix.include).map((include, index) => ({
      base: ["matrix", "include", index, "params"],
      params: objectsOf(include.params),
    })),
  ];
  return lists.flatMap(({ base, params }) =>
    params.flatMap(({ value }, index) =>
      textsOf(parameterValue(value)).map((text) => ({ path: [...base, index, "value"], text })),
    ),
  );
}
