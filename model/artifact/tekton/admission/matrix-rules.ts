import type { JsonObject } from "../../../shared/json.js";
import { asList, asObject, asText, namesOf, objectsOf } from "../json-parts.js";
import { repeated } from "./repeated.js";
import type { Report } from "./report.js";
import { looksLikeResult, resultReferences } from "./result-references.js";
import { expressionsOfValue, parameterValue } from "./values.js";

const MOST_COMBINATIONS = 256;

/** Whether a task runs once for each combination of parameters. */
export function hasMatrix(task: JsonObject): boolean {
  const { params, include } = asObject(task.matrix);
  return asList(params).length > 0 || asList(include).length > 0;
}

/** Rules for the matrices of a list of tasks. */
export function judgeMatrices(tasks: readonly JsonObject[], report: Report): void {
  tasks.forEach((task, index) => {
    judgeMatrix(task, report.at(index));
  });
  judgeConsumers(tasks, report);
}

function judgeMatrix(task: JsonObject, report: Report): void {
  const matrix = asObject(task.matrix);
  const includes = objectsOf(matrix.include);
  if (hasMatrix(task)) {
    const count = combinations(matrix);
    if (count > MOST_COMBINATIONS) {
      report.add(["matrix"], `has ${count} combinations, and Tekton runs at most ${MOST_COMBINATIONS}`);
    }
    for (const index of repeated(namesOf(matrix.params)))
      report.add(["matrix", "params", index, "name"], "is given twice");
    includes.forEach(({ params }, at) => {
      for (const index of repeated(namesOf(params))) {
        report.add(["matrix", "include", at, "params", index, "name"], "is given twice");
      }
    });
  }
  const fanned = new Set([...namesOf(matrix.params), ...includes.flatMap(({ params }) => namesOf(params))]);
  namesOf(task.params).forEach((name, index) => {
    if (fanned.has(name)) report.add(["params", index, "name"], `is given by the matrix, too: "${name}"`);
  });
}

function combinations(matrix: JsonObject): number {
  const params = objectsOf(matrix.params);
  const includes = objectsOf(matrix.include);
  if (params.length === 0) return includes.length;
  const lists = new Map(params.map(({ name, value }) => [asText(name), parameterValue(value)?.list ?? []]));
  const fanned = params
    .map(({ value }) => parameterValue(value)?.list.length ?? 0)
    .filter((length) => length > 0)
    .reduce((product, length) => product * length, 1);
  return fanned + includes.reduce((sum, { params: given }) => sum + added(objectsOf(given), lists), 0);
}

/** Combinations that one `include` entry adds to those of the lists. */
function added(given: readonly JsonObject[], lists: ReadonlyMap<string, readonly string[]>): number {
  let count = 0;
  for (const { name, value } of given) {
    const list = lists.get(asText(name));
    if (list === undefined) continue;
    if (list.includes(parameterValue(value)?.text ?? "")) break;
    count += 1;
  }
  return count;
}

/** Results of a task with a matrix can only be used all together, and only when they are texts. */
function judgeConsumers(tasks: readonly JsonObject[], report: Report): void {
  const byName = new Map(tasks.map((task) => [asText(task.name), task]));
  let judged: readonly { readonly task: string; readonly result: string }[] = [];
  let where = 0;
  for (const [index, task] of tasks.entries()) {
    for (const [at, { value }] of objectsOf(task.params).entries()) {
      const uses = expressionsOfValue(value).filter(looksLikeResult);
      if (uses.length === 0) continue;
      const ofMatrices = uses.filter((use) => hasMatrix(byName.get(use.split(".")[1] ?? "") ?? {}));
      const single = ofMatrices.find((use) => !use.endsWith("[*]"));
      if (single !== undefined) {
        report.add(
          [index, "params", at, "value"],
          `uses one result of a task with a matrix, ${single}: only all of them can be used, with [*]`,
        );
        return;
      }
      judged = resultReferences(ofMatrices);
      where = index;
    }
  }
  for (const { task, result } of judged) {
    const producer = byName.get(task) ?? {};
    const { taskSpec } =
      producer.taskRef === undefined ? producer : (byName.get(asText(asObject(producer.taskRef).name)) ?? {});
    const declared = objectsOf(asObject(taskSpec).results).find(({ name }) => name === result);
    if (declared !== undefined && declared.type !== "string") {
      report.add([where], `uses result "${result}" of a task with a matrix, which must be of type string`);
    }
  }
}
