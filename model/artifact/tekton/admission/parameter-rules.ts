import type { JsonObject, JsonValue } from "../../../shared/json.js";
import type { PropertyPath } from "../../../shared/property-path.js";
import { asList, asObject, asText } from "../json-parts.js";
import { repeated } from "./repeated.js";
import type { Report } from "./report.js";
import { type StepField, type StepText, stepTexts } from "./step-texts.js";
import { parameterValue, type ParameterValue } from "./values.js";
import { noneAsWhole, noneOf, onlyKnown, standingAlone, type VariableRule } from "./variables.js";

/** A declared parameter, as the rules see it. */
export interface DeclaredParameter {
  readonly name: string;
  readonly type: string;
  readonly default: ParameterValue | undefined;
  /** Types of the keys of an object; undefined when none are declared. */
  readonly properties: ReadonlyMap<string, string> | undefined;
  readonly enum: readonly string[];
  /** Where it is declared. */
  readonly path: PropertyPath;
}

const TYPES = ["string", "array", "object"];
const NAME = /^[_a-zA-Z][_a-zA-Z0-9.-]*$/;
const OBJECT_NAME = /^[_a-zA-Z][_a-zA-Z0-9-]*$/;

/** The parameters that a task or pipeline spec declares under `params`. */
export function declaredParameters(
  value: JsonValue | undefined,
  base: PropertyPath = [],
): readonly DeclaredParameter[] {
  return asList(value).map((element, index) => {
    const param = asObject(element);
    const { properties } = param;
    return {
      name: asText(param.name),
      type: asText(param.type),
      default: parameterValue(param.default),
      properties:
        properties === undefined
          ? undefined
          : new Map(
              Object.entries(asObject(properties)).map(([key, one]) => [key, asText(asObject(one).type)]),
            ),
      enum: asList(param.enum).map(asText),
      path: [...base, "params", index],
    };
  });
}

/** Rules for declarations: types, defaults, keys, enumerations. */
export function judgeDeclarations(parameters: readonly DeclaredParameter[], report: Report): void {
  for (const parameter of parameters) judgeDeclaration(parameter, report.at(...parameter.path));
  for (const index of repeated(parameters.map(({ name }) => name))) {
    const second = parameters[index];
    if (second !== undefined) report.add([...second.path, "name"], `is declared twice: "${second.name}"`);
  }
}

function judgeDeclaration(parameter: DeclaredParameter, report: Report): void {
  const { type, default: value, properties } = parameter;
  if (!TYPES.includes(type)) {
    report.add(["type"], 'must be "string", "array" or "object"');
  } else if (value !== undefined && value.type !== type) {
    report.add(["default"], `is of type ${value.type}, but the parameter is of type ${type}`);
  } else {
    for (const [key, of] of properties ?? []) {
      if (of !== "string") report.add(["properties", key, "type"], 'must be "string"');
    }
  }
  if (parameter.enum.length > 0) {
    report.add(["enum"], "needs Tekton's feature flag enable-param-enum, which is off by default");
  }
}

/** Rules for the names of parameters; only where tasks are judged. */
export function judgeNames(parameters: readonly DeclaredParameter[], report: Report): void {
  for (const { name, type, properties, path } of parameters) {
    if (type === "object") {
      const wrong = [...(properties ?? new Map<string, string>()).keys()].filter(
        (key) => !OBJECT_NAME.test(key),
      );
      for (const key of wrong)
        report.add([...path, "properties", key], `is no name for a key: ${OBJECT_RULE}`);
      if (!OBJECT_NAME.test(name)) report.add([...path, "name"], `is no name for an object: ${OBJECT_RULE}`);
    } else if (!NAME.test(name)) {
      report.add(
        [...path, "name"],
        "is no name for a parameter: it begins with a letter or underscore and has letters, digits, dashes, underscores and dots",
      );
    }
  }
}

const OBJECT_RULE = "it begins with a letter or underscore and has letters, digits, dashes and underscores";

const IN_VARIABLES: ReadonlySet<StepField> = new Set([
  "name",
  "image",
  "workingDir",
  "script",
  "command",
  "args",
  "env",
  "mount",
]);

/** The texts of a task's steps to which Tekton's rules for variables apply. */
export function variableTexts(taskSpec: JsonObject): readonly StepText[] {
  return asList(taskSpec.steps).flatMap((_step, index) =>
    stepTexts(taskSpec, index).filter(({ field }) => IN_VARIABLES.has(field)),
  );
}

/** Rules for how a task's steps use lists. */
export function judgeListUse(
  texts: readonly StepText[],
  parameters: readonly DeclaredParameter[],
  report: Report,
): void {
  const lists = namesOfType(parameters, "array");
  for (const { field, path, text } of texts) {
    const rule = field === "command" || field === "args" ? standingAlone : noneOf;
    object(rule(text, "params", lists), path, report);
  }
}

/** Rules for a task whose parameters must all be declared: names, keys of objects, objects as a whole. */
export function judgeDeclaredUse(
  taskSpec: JsonObject,
  parameters: readonly DeclaredParameter[],
  report: Report,
): void {
  const texts = variableTexts(taskSpec);
  const objects = parameters.filter(({ type }) => type === "object");
  const onErrors = asList(taskSpec.steps).flatMap((_step, index) =>
    stepTexts(taskSpec, index).filter(({ field }) => field === "onError"),
  );
  const known = new Set(parameters.map(({ name }) => name));
  const judge = (
    rule: VariableRule,
    prefix: string,
    names: ReadonlySet<string>,
    among: readonly StepText[],
  ): void => {
    for (const { path, text } of among) object(rule(text, prefix, names), path, report);
  };
  judge(onlyKnown, "params", known, [...texts, ...onErrors]);
  for (const { name, properties } of objects) {
    judge(onlyKnown, `params\\.${name}`, new Set(properties?.keys()), [...texts, ...onErrors]);
  }
  judge(noneAsWhole, "params", new Set(objects.map(({ name }) => name)), texts);
}

/** Objects must say which keys they have. */
export function judgeKeys(parameters: readonly DeclaredParameter[], report: Report): void {
  for (const { type, properties, path } of parameters) {
    if (type === "object" && properties === undefined) {
      report.add([...path, "properties"], "is missing: an object needs its keys declared");
    }
  }
}

/** Rules for a task's context variables and for the results that its scripts write. */
export function judgeContextUse(taskSpec: JsonObject, report: Report): void {
  const texts = asList(taskSpec.steps).flatMap((_step, index) =>
    stepTexts(taskSpec, index).filter(({ field }) => IN_VARIABLES.has(field) || field === "onError"),
  );
  for (const { path, text } of texts) {
    for (const [prefix, names] of TASK_CONTEXT) object(onlyKnown(text, prefix, names), path, report);
  }
}

const TASK_CONTEXT: readonly (readonly [string, ReadonlySet<string>])[] = [
  ["context\\.taskRun", new Set(["name", "namespace", "uid"])],
  ["context\\.task", new Set(["name", "retry-count"])],
];

function object(fault: string | undefined, path: PropertyPath, report: Report): void {
  if (fault !== undefined) report.add(path, fault);
}

/** Names of the parameters of one type. */
export function namesOfType(parameters: readonly DeclaredParameter[], type: string): ReadonlySet<string> {
  return new Set(parameters.filter((parameter) => parameter.type === type).map(({ name }) => name));
}
