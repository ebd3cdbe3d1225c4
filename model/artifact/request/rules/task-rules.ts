import type { JsonObject } from "../../../shared/json.js";
import { effectiveCommand, stepTexts } from "../../tekton/admission/step-texts.js";
import { unknownContext } from "../../tekton/admission/task-reference-rules.js";
import type { PropertyPath } from "../../../shared/property-path.js";
import type { Report } from "../../tekton/admission/report.js";
import { asObject, asText, namesOf, objectsOf, textsIn } from "../../tekton/json-parts.js";
import { placeName, type TaskView, type UnitView } from "./unit-view.js";

const REFERENCES_TO_TASKS = ["taskRef", "pipelineRef", "pipelineSpec"];
const STEP_RESULT = /\$\(steps\.([^.)]+)\.results\.([^.)[]+)/g;
const WORKSPACE = /\$\(workspaces\.([^.)]+)\.(?:path|bound|claim|volume)\)/g;

/** Rules for tasks that Tekton would only find out about when they run. */
export function judgeTasks(view: UnitView, allowEntrypointLookup: boolean, report: Report): void {
  const { phase, unit, tasks } = view;
  if (objectsOf(unit.tasks).length === 0)
    report.add([phase, "tasks"], "is empty: at least one task is needed");
  for (const task of tasks) {
    const here = report.at(...task.path);
    for (const field of REFERENCES_TO_TASKS) {
      if (task.task[field] !== undefined) {
        here.add([field], "is not possible: a task of an artifact carries its steps itself, under spec");
      }
    }
    for (const { path, fault } of unknownContext(task.task)) here.add(path, fault);
    const spec = here.at("taskSpec");
    for (const field of ["apiVersion", "kind"]) {
      if (task.spec[field] !== undefined)
        spec.add([field], "is not possible: a task of an artifact consists of steps");
    }
    if (!allowEntrypointLookup) judgeEntrypoints(task, spec);
    judgeVolumes(view, task, spec);
    judgeVariables(task, spec);
  }
}

function judgeEntrypoints(task: TaskView, report: Report): void {
  objectsOf(task.spec.steps).forEach((step, index) => {
    const says = asText(step.script) !== "" || step.ref !== undefined;
    if (says || effectiveCommand(task.spec, step).length > 0) return;
    report.add(
      ["steps", index],
      `${placeName(task, ["steps", index])} has neither script nor command`,
      "Give it one, or set allowEntrypointLookup, with which Tekton asks the registry when the step runs",
    );
  });
}

function judgeVolumes({ unit }: UnitView, task: TaskView, report: Report): void {
  const volumes = new Set([...namesOf(task.spec.volumes), ...namesOf(asObject(unit.podTemplate).volumes)]);
  const judge = (container: JsonObject, path: readonly (string | number)[]): void => {
    objectsOf(container.volumeMounts).forEach((mount, index) => {
      const name = asText(mount.name);
      if (name === "" || name.includes("$(") || volumes.has(name)) return;
      report.add(
        [...path, "volumeMounts", index, "name"],
        `is no volume of ${placeName(task, [])}: "${name}"`,
      );
    });
  };
  judge(asObject(task.spec.stepTemplate), ["stepTemplate"]);
  for (const section of ["steps", "sidecars"] as const) {
    objectsOf(task.spec[section]).forEach((container, index) => {
      judge(container, [section, index]);
    });
  }
}

function judgeVariables(task: TaskView, report: Report): void {
  const workspaces = new Set(namesOf(task.spec.workspaces));
  for (const { text, path } of textsIn(task.spec)) {
    for (const [whole, name = ""] of text.matchAll(WORKSPACE)) {
      if (!workspaces.has(name)) report.add(path, `uses ${whole}, but the task has no workspace "${name}"`);
    }
  }
  const steps = objectsOf(task.spec.steps);
  const judge = (text: string, path: PropertyPath, among: readonly JsonObject[]): void => {
    for (const [whole, name = "", result = ""] of text.matchAll(STEP_RESULT)) {
      const step = among.find((one) => asText(one.name) === name);
      if (step?.ref !== undefined || namesOf(step?.results).includes(result)) continue;
      const which = among === steps ? "step" : "earlier step";
      report.add(path, `uses ${whole}), but no ${which} "${name}" has a result "${result}"`);
    }
  };
  steps.forEach((_step, index) => {
    const earlier = steps.slice(0, index);
    for (const { text, path } of stepTexts(task.spec, index)) judge(text, path, earlier);
  });
  objectsOf(task.spec.results).forEach(({ value }, index) => {
    judge(asText(value), ["results", index, "value"], steps);
  });
}
