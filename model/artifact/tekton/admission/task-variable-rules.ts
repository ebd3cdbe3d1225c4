import type { JsonObject } from "../../../shared/json.js";
import type { PropertyPath } from "../../../shared/property-path.js";
import { asList, asObject, asText, objectsOf } from "../json-parts.js";
import { hasMatrix } from "./matrix-rules.js";
import { type DeclaredParameter, namesOfType } from "./parameter-rules.js";
import type { Report } from "./report.js";
import { parameterValue } from "./values.js";
import {
  isWholeReference,
  noneAsWhole,
  noneOf,
  onlyKnown,
  standingAlone,
  type VariableRule,
} from "./variables.js";

/** Parameters that a pipeline's tasks may use. */
interface Known {
  readonly names: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  readonly objects: readonly DeclaredParameter[];
}

/** Rules for how the tasks of a pipeline use its parameters in `params`, `matrix` and `when`. */
export function judgeParameterUse(
  tasks: readonly JsonObject[],
  parameters: readonly DeclaredParameter[],
  report: Report,
): void {
  const known: Known = {
    names: new Set(parameters.map(({ name }) => name)),
    lists: namesOfType(parameters, "array"),
    // Keys that are not declared make an object count as having none.
    objects: parameters.filter(({ type, properties }) => type === "object" && (properties?.size ?? 0) > 0),
  };
  tasks.forEach((task, index) => {
    judgeValues(task, known, report.at(index));
    if (hasMatrix(task)) judgeMatrixValues(asObject(task.matrix), known, report.at(index, "matrix"));
    objectsOf(task.when).forEach((when, at) => {
      judgeWhenTexts(when, known, report.at(index, "when", at));
    });
  });
}

function judgeValues(task: JsonObject, known: Known, report: Report): void {
  objectsOf(task.params).forEach((param, index) => {
    const here = report.at("params", index, "value");
    const value = parameterValue(param.value);
    if (value === undefined) return;
    value.list.forEach((text, at) => {
      judgeInList(text, known, [at], here);
    });
    for (const [key, text] of value.object) judgeInText(text, known, [key], here);
    if (value.type !== "string") return;
    if (isWholeReference(value.text, "params")) say(onlyKnown(value.text, "params", known.names), [], here);
    else judgeInText(value.text, known, [], here);
  });
}

function judgeMatrixValues(matrix: JsonObject, known: Known, report: Report): void {
  objectsOf(matrix.include).forEach((include, index) => {
    objectsOf(include.params).forEach(({ value }, at) => {
      judgeInText(
        parameterValue(value)?.text ?? "",
        known,
        ["include", index, "params", at, "value"],
        report,
      );
    });
  });
  objectsOf(matrix.params).forEach(({ value }, index) => {
    parameterValue(value)?.list.forEach((text, at) => {
      judgeInList(text, known, ["params", index, "value", at], report);
    });
  });
}

function judgeWhenTexts(when: JsonObject, known: Known, report: Report): void {
  judgeInText(asText(when.input), known, ["input"], report);
  asList(when.values)
    .map(asText)
    .forEach((text, index) => {
      const list = text.replace(/^\$\(params\./, "").replace(/\[\*\]\)$/, "");
      const judge = known.lists.has(list) ? judgeInList : judgeInText;
      judge(text, known, ["values", index], report);
    });
}

/** A text that may use texts, elements of lists and keys of objects. */
function judgeInText(text: string, known: Known, path: PropertyPath, report: Report): void {
  judgeIn(text, known, noneOf, path, report);
}

/** An element of a list, which may be a whole list as well, if nothing else. */
function judgeInList(text: string, known: Known, path: PropertyPath, report: Report): void {
  judgeIn(text, known, standingAlone, path, report);
}

function judgeIn(
  text: string,
  known: Known,
  listRule: VariableRule,
  path: PropertyPath,
  report: Report,
): void {
  say(onlyKnown(text, "params", known.names), path, report);
  for (const { name, properties } of known.objects) {
    say(onlyKnown(text, `params\\.${name}`, new Set(properties?.keys())), path, report);
  }
  say(noneAsWhole(text, "params", new Set(known.objects.map(({ name }) => name))), path, report);
  say(listRule(text, "params", known.lists), path, report);
}

function say(fault: string | undefined, path: PropertyPath, report: Report): void {
  if (fault !== undefined) report.add(path, fault);
}
