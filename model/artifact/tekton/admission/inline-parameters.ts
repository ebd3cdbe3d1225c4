import type { JsonObject } from "../../../shared/json.js";
import { asObject, asText, objectsOf } from "../json-parts.js";
import {
  type DeclaredParameter,
  declaredParameters,
  judgeDeclarations,
  judgeDeclaredUse,
  judgeKeys,
  judgeListUse,
  judgeNames,
  variableTexts,
} from "./parameter-rules.js";
import type { Report } from "./report.js";
import { judgeParameterUse } from "./task-variable-rules.js";
import { parameterValue } from "./values.js";

/**
 * Rules for the parameters of a run with an inline pipeline. Tekton hands parameters on to inline tasks by name, so it
 * judges all tasks with one set of parameters: those of the run, then of the pipeline, then of each task, of which the
 * first of a name says what type it has.
 */
export function judgeInlineParameters(runSpec: JsonObject, report: Report): void {
  const pipeline = asObject(runSpec.pipelineSpec);
  const all = new Map<string, DeclaredParameter>();
  objectsOf(runSpec.params).forEach((param, index) => {
    const given = fromValue(param, ["params", index]);
    all.set(given.name, given);
  });
  for (const parameter of declaredParameters(pipeline.params, ["pipelineSpec"]))
    declare(parameter, all, report);
  const tasks = objectsOf(pipeline.tasks);
  tasks.forEach((task, index) => {
    const place = ["pipelineSpec", "tasks", index];
    objectsOf(task.params).forEach((param, at) => {
      give(fromValue(param, [...place, "params", at]), all, report);
    });
    const { params } = asObject(task.taskSpec);
    for (const parameter of declaredParameters(params, [...place, "taskSpec"]))
      declare(parameter, all, report);
  });
  judge(tasks, [...all.values()], report);
}

/** A parameter that is given a value counts as declared with that value's type. */
function fromValue(param: JsonObject, path: DeclaredParameter["path"]): DeclaredParameter {
  const value = parameterValue(param.value);
  return {
    name: asText(param.name),
    type: value?.type ?? "",
    default: value,
    properties:
      value?.type === "object" ? new Map([...value.object.keys()].map((key) => [key, "string"])) : undefined,
    enum: [],
    path,
  };
}

function declare(parameter: DeclaredParameter, all: Map<string, DeclaredParameter>, report: Report): void {
  const known = all.get(parameter.name);
  if (known === undefined) {
    all.set(parameter.name, parameter);
    return;
  }
  const hasObject = parameter.default?.type === "object" && parameter.default.object.size > 0;
  if (hasObject && known.default === undefined) {
    report.add([...parameter.path, "default"], CONFUSED);
  }
  if (hasObject || known.type === "object") {
    if (parameter.properties === undefined) {
      report.add([...parameter.path, "properties"], "is missing: an object needs its keys declared");
    } else if (known.type === "object") {
      all.set(parameter.name, { ...known, properties: parameter.properties });
    }
  }
}

const CONFUSED =
  "is an object, and another parameter of the same name has no value of that form, which makes Tekton's admission fail";

function give(value: DeclaredParameter, all: Map<string, DeclaredParameter>, report: Report): void {
  const known = all.get(value.name);
  if (known === undefined) {
    all.set(value.name, value);
    return;
  }
  if (value.properties === undefined || value.properties.size === 0) return;
  if (known.default?.type !== "object" || known.properties === undefined) {
    report.add([...value.path, "value"], CONFUSED);
    return;
  }
  all.set(value.name, { ...known, properties: new Map([...known.properties, ...value.properties]) });
}

function judge(tasks: readonly JsonObject[], parameters: readonly DeclaredParameter[], report: Report): void {
  tasks.forEach((task, index) => {
    const spec = asObject(task.taskSpec);
    if (objectsOf(spec.steps).length === 0) return;
    const here = report.at("pipelineSpec", "tasks", index, "taskSpec");
    judgeListUse(variableTexts(spec), parameters, here);
    judgeDeclaredUse(spec, parameters, here);
  });
  judgeDeclarations(parameters, report);
  if (tasks.some(({ taskSpec }) => objectsOf(asObject(taskSpec).steps).length > 0)) {
    judgeNames(parameters, report);
    judgeKeys(parameters, report);
  }
  judgeParameterUse(tasks, parameters, report.at("pipelineSpec", "tasks"));
}
