import type { JsonObject } from "../../../shared/json.js";
import { parameterValue } from "../../tekton/admission/values.js";
import { isWholeReference } from "../../tekton/admission/variables.js";
import type { Report } from "../../tekton/admission/report.js";
import { asObject, asText, namesOf, objectsOf, textsIn } from "../../tekton/json-parts.js";
import { parameterReferences } from "../../tekton/parameter-references.js";
import { isWellKnown, RESULT_PREFIX, WELL_KNOWN_PARAMETERS } from "../../tekton/well-known.js";
import { placeName, type TaskView, type UnitView } from "./unit-view.js";

const WELL_KNOWN_TEXT = [...WELL_KNOWN_PARAMETERS.keys()].join(", ");

/** Rules for parameters: each one that is used is declared, and each one that is declared gets a value. */
export function judgeParameters(view: UnitView, report: Report): void {
  judgeOwnParameters(view, report);
  for (const task of view.tasks) {
    judgeUse(view, task, report);
    judgeGiven(view, task, report);
    judgeMatrix(task, report.at(...task.path));
  }
  judgeResultParameters(view, report);
}

function judgeOwnParameters({ phase, unit }: UnitView, report: Report): void {
  objectsOf(unit.params).forEach((param, index) => {
    const here = report.at(phase, "params", index);
    const name = asText(param.name);
    const value = parameterValue(param.default);
    if (isWellKnown(phase, name)) {
      const type = asText(param.type);
      if (type !== "" && type !== "string")
        here.add(["type"], `must be "string": every run gives "${name}" a text`);
    } else if (value === undefined) {
      here.add(
        ["default"],
        `is missing: nothing else gives "${name}" a value`,
        `Runs give values to ${WELL_KNOWN_TEXT}`,
      );
    }
    judgeKeys(param, [value], here.at("default"));
  });
}

function judgeUse(view: UnitView, task: TaskView, report: Report): void {
  const known = new Set([...namesOf(task.spec.params), ...namesOf(view.unit.params)]);
  for (const { text, path } of textsIn(task.spec)) {
    for (const { text: reference, name } of parameterReferences(text)) {
      if (name === "" || known.has(name) || isWellKnown(view.phase, name)) continue;
      report.add(
        [...task.path, "taskSpec", ...path],
        `${placeName(task, path)} uses ${reference}, which is not declared`,
        `Declare "${name}" under the params of the task or of ${view.phase}; ${WELL_KNOWN_TEXT} need no declaration`,
      );
    }
  }
}

/** Parameters of a task that are given no value by anybody. */
function judgeGiven(
  { phase }: UnitView,
  { name: task, task: fields, spec, path }: TaskView,
  report: Report,
): void {
  const matrix = asObject(fields.matrix);
  const fanned = new Set([
    ...namesOf(matrix.params),
    ...objectsOf(matrix.include).flatMap(({ params }) => namesOf(params)),
  ]);
  const given = new Map(objectsOf(fields.params).map((param) => [asText(param.name), param.value]));
  objectsOf(spec.params).forEach((param, index) => {
    const name = asText(param.name);
    const value = parameterValue(given.get(name));
    const fallback = parameterValue(param.default);
    const here = report.at(...path, "taskSpec", "params", index);
    if (value === undefined && fallback === undefined && !fanned.has(name) && !isWellKnown(phase, name)) {
      here.add(
        [],
        `task "${task}" is given no value for "${name}", which has no default`,
        "Give it a value in the task's paramValues",
      );
    }
    judgeKeys(param, [value, fallback], here);
  });
}

/** An object needs a value for each of its keys. */
function judgeKeys(
  param: JsonObject,
  values: readonly (ReturnType<typeof parameterValue> | undefined)[],
  report: Report,
): void {
  const objects = values.filter((value) => value?.type === "object");
  const whole = values.some((value) => value?.type === "string");
  if (objects.length === 0 || whole) return;
  for (const key of Object.keys(asObject(param.properties))) {
    if (objects.every((value) => value?.object.has(key) === false))
      report.add([], `has no value for key "${key}"`);
  }
}

function judgeMatrix({ task }: TaskView, report: Report): void {
  objectsOf(asObject(task.matrix).params).forEach((param, index) => {
    const value = parameterValue(param.value);
    if (value === undefined || value.type === "array") return;
    const whole = isWholeReference(value.text, "params") || /^\$\(tasks\.[^)]*\[\*\]\)$/.test(value.text);
    if (!whole)
      report.add(["matrix", "params", index, "value"], "must be a list, or a reference to a whole list");
  });
}

/** The results that a clean unit asks for are those of the build. */
function judgeResultParameters({ phase, unit, request, tasks }: UnitView, report: Report): void {
  if (phase === "build") return;
  const results = new Set(namesOf(asObject(request.build).results).map((name) => RESULT_PREFIX + name));
  objectsOf(unit.params).forEach(({ name, default: value }, index) => {
    const text = asText(name);
    if (text.startsWith(RESULT_PREFIX) && value === undefined && !results.has(text)) {
      report.add([phase, "params", index, "name"], noSuchResult(text));
    }
  });
  const declared = new Set(namesOf(unit.params));
  for (const task of tasks) {
    const own = new Set(namesOf(task.spec.params));
    for (const { text, path } of textsIn(task.task)) {
      for (const { name } of parameterReferences(text)) {
        if (!name.startsWith(RESULT_PREFIX) || results.has(name) || declared.has(name)) continue;
        if (own.has(name) && path[0] === "taskSpec") continue;
        report.add([...task.path, ...path], noSuchResult(name));
      }
    }
  }
}

function noSuchResult(parameter: string): string {
  return `uses the parameter "${parameter}", but build has no result "${parameter.slice(RESULT_PREFIX.length)}"`;
}
