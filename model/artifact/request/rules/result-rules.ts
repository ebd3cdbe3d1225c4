import type { JsonValue } from "../../../shared/json.js";
import type { PropertyPath } from "../../../shared/property-path.js";
import { repeated } from "../../tekton/admission/repeated.js";
import type { Report } from "../../tekton/admission/report.js";
import { resultReferences } from "../../tekton/admission/result-references.js";
import { expressionsOfValue, expressionsOfWhen } from "../../tekton/admission/values.js";
import { asObject, namesOf, objectsOf } from "../../tekton/json-parts.js";
import { resultsOf, type UnitView } from "./unit-view.js";

/** A result's name becomes part of a key in a Secret. */
const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Rules for results: those of the unit have proper names, and whatever refers to one refers to one that exists. */
export function judgeResults(view: UnitView, report: Report): void {
  const names = namesOf(view.unit.results);
  names.forEach((name, index) => {
    if (NAME.test(name)) return;
    report.add(
      [view.phase, "results", index, "name"],
      "must have letters, digits, dashes, underscores and dots, and begin and end with a letter or digit",
    );
  });
  for (const index of repeated(names)) {
    report.add(
      [view.phase, "results", index, "name"],
      `is the name of an earlier result, too: "${names[index] ?? ""}"`,
    );
  }
  objectsOf(view.unit.results).forEach(({ value }, index) => {
    judgeUses(view, expressionsOfValue(value), [view.phase, "results", index, "value"], report);
  });
  for (const { task, path } of view.tasks) {
    const params = (list: JsonValue | undefined, base: PropertyPath): void => {
      objectsOf(list).forEach(({ value }, index) => {
        judgeUses(view, expressionsOfValue(value), [...path, ...base, index, "value"], report);
      });
    };
    params(task.params, ["params"]);
    params(asObject(task.matrix).params, ["matrix", "params"]);
    objectsOf(task.when).forEach((when, index) => {
      judgeUses(view, expressionsOfWhen(when), [...path, "when", index], report);
    });
  }
}

/** Tasks that do not exist are Tekton's to find. */
function judgeUses(view: UnitView, expressions: readonly string[], path: PropertyPath, report: Report): void {
  for (const { task, result } of resultReferences(expressions)) {
    const results = resultsOf(view, task);
    if (results === undefined || results.includes(result)) continue;
    const known = results.length === 0 ? "it has none" : `it has ${results.join(", ")}`;
    report.add(path, `refers to result "${result}" of task "${task}", which has no such result: ${known}`);
  }
}
