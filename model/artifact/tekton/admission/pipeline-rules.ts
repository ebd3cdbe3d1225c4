import type { JsonObject } from "../../../shared/json.js";
import { asList, asObject, namesOf, objectsOf } from "../json-parts.js";
import { judgeGraph } from "./graph-rules.js";
import { judgeMatrices } from "./matrix-rules.js";
import { declaredParameters, judgeDeclarations, judgeDeclaredUse, judgeKeys } from "./parameter-rules.js";
import { judgePipelineTask } from "./pipeline-task-rules.js";
import { repeated } from "./repeated.js";
import type { Report } from "./report.js";
import { looksLikeResult, resultReference } from "./result-references.js";
import { judgeReferences } from "./task-reference-rules.js";
import { judgeParameterUse } from "./task-variable-rules.js";
import { expressionsOfValue, parameterValue } from "./values.js";
import { judgeHandedWorkspaces, judgePipelineWorkspaces } from "./workspace-rules.js";

const SECTIONS = ["tasks", "finally"] as const;

/** Rules for a pipeline spec wherever it stands. */
export function judgePipelineSpec(spec: JsonObject, report: Report): void {
  const tasks = objectsOf(spec.tasks);
  const finals = objectsOf(spec.finally);
  if (Object.keys(spec).length === 0) report.add(["tasks"], "is missing: a pipeline needs at least one task");
  for (const section of SECTIONS) {
    objectsOf(spec[section]).forEach((task, index) => {
      judgePipelineTask(task, report.at(section, index));
    });
    judgeMatrices(objectsOf(spec[section]), report.at(section));
  }
  judgeTaskNames(spec, report);
  judgeGraph(tasks, report.at("tasks"));
  judgeDeclarations(declaredParameters(spec.params), report);
  judgeReferences(tasks, finals, report);
  judgePipelineWorkspaces(spec.workspaces, report.at("workspaces"));
  judgeResults(spec, report);
  if (finals.length > 0 && tasks.length === 0) {
    report.add(["finally"], "has tasks, but there is none under tasks");
  }
  finals.forEach((task, index) => {
    if (asList(task.runAfter).length > 0) {
      report.add(["finally", index, "runAfter"], "is not possible: final tasks run all at once");
    }
  });
}

/** Rules for a Pipeline by itself, whose parameters and workspaces all have to be declared. */
export function judgeDeclaredEverything(spec: JsonObject, report: Report): void {
  const parameters = declaredParameters(spec.params);
  const workspaces = namesOf(spec.workspaces);
  for (const section of SECTIONS) {
    objectsOf(spec[section]).forEach((task, index) => {
      const here = report.at(section, index);
      const { taskSpec } = task;
      if (taskSpec !== undefined) {
        const own = declaredParameters(asObject(taskSpec).params);
        judgeDeclaredUse(asObject(taskSpec), [...own, ...parameters], here.at("taskSpec"));
        judgeKeys(own, here.at("taskSpec"));
        judgeKeys(parameters, report);
      }
      judgeHandedWorkspaces(task, workspaces, here.at("workspaces"));
    });
    judgeParameterUse(objectsOf(spec[section]), parameters, report.at(section));
  }
}

function judgeTaskNames(spec: JsonObject, report: Report): void {
  const places = SECTIONS.flatMap((section) =>
    namesOf(spec[section]).map((name, index) => ({ name, section, index })),
  );
  for (const at of repeated(places.map(({ name }) => name))) {
    const place = places[at];
    if (place === undefined) continue;
    report.add([place.section, place.index, "name"], `is the name of an earlier task, too: "${place.name}"`);
  }
}

function judgeResults(spec: JsonObject, report: Report): void {
  const names = {
    tasks: new Set(namesOf(spec.tasks)),
    finally: new Set(namesOf(spec.finally)),
  };
  objectsOf(spec.results).forEach((result, index) => {
    const expressions = expressionsOfValue(result.value);
    const here = report.at("results", index);
    if (!expressions.some(looksLikeResult)) {
      here.add(["value"], "must refer to the result of a task as $(tasks.<task>.results.<result>)");
      return;
    }
    const broken = expressions.filter(looksLikeResult).find((one) => resultReference(one) === undefined);
    if (broken !== undefined) {
      here.add(["value"], `has $(${broken}): after the result's name at most one key may follow`);
    }
    const strange = strangeFragment(parameterValue(result.value)?.text ?? "", names);
    if (strange !== undefined) here.add(["value"], strange);
  });
}

/** What of a result's text is no reference to the result of a task that exists. */
function strangeFragment(
  text: string,
  names: { readonly tasks: ReadonlySet<string>; readonly finally: ReadonlySet<string> },
): string | undefined {
  for (const fragment of text.split("$")) {
    if (fragment === "") continue;
    const inner = fragment.replace(/^\(/, "").replace(/\)$/, "");
    const reference = fragment.startsWith("(") ? resultReference(inner) : undefined;
    if (reference === undefined) return `has "${fragment}", which is no reference to the result of a task`;
    const known = inner.startsWith("tasks") ? names.tasks : names.finally;
    if (!known.has(reference.task)) return `refers to a task that does not exist: "${reference.task}"`;
  }
  return undefined;
}
