import type { JsonObject } from "../../../shared/json.js";
import { isDnsLabel } from "../../../shared/names.js";
import { asObject, asText, namesOf, objectsOf } from "../json-parts.js";
import { repeated } from "./repeated.js";
import { judgeReference } from "./reference-rules.js";
import type { Report } from "./report.js";
import { judgeTaskSpec } from "./task-rules.js";
import { judgeWhen } from "./when-rules.js";

const ALPHA_FIELDS = ["pipelineRef", "pipelineSpec"];
const GROUP_AND_VERSION = /^[^/]+\/[^/]+$/;

/** Rules for one task of a pipeline by itself. */
export function judgePipelineTask(task: JsonObject, report: Report): void {
  if (!isDnsLabel(asText(task.name))) {
    report.add(["name"], "must consist of lower-case letters, digits and dashes, at most 63");
  }
  judgeKindOfTask(task, report);
  judgeErrorHandling(task, report);
  objectsOf(task.when).forEach((when, index) => {
    judgeWhen(when, report.at("when", index));
  });
  const names = namesOf(task.params);
  for (const index of repeated(names)) {
    report.add(["params", index, "name"], `is given twice: "${names[index] ?? ""}"`);
  }
}

function judgeKindOfTask(task: JsonObject, report: Report): void {
  for (const field of ALPHA_FIELDS) {
    if (task[field] !== undefined) {
      report.add([field], "is allowed only where Tekton's feature flag enable-api-fields is alpha");
    }
  }
  if (task.taskRef !== undefined && task.taskSpec !== undefined) {
    report.add([], "has both taskRef and taskSpec: give one of them");
  }
  if (task.taskRef === undefined && task.taskSpec === undefined) {
    report.add(["taskSpec"], "is missing: a task needs its steps");
  }
  const spec = asObject(task.taskSpec);
  if (objectsOf(spec.steps).length > 0) {
    for (const field of ["apiVersion", "kind"]) {
      if (spec[field] !== undefined) report.add(["taskSpec", field], "cannot be used together with steps");
    }
  }
  const custom = ["taskRef", "taskSpec"].filter((field) => isCustom(asObject(task[field])));
  if (custom.length > 0) {
    for (const field of ["taskRef", "taskSpec"]) {
      if (task[field] !== undefined) judgeCustomTask(asObject(task[field]), report.at(field));
    }
    return;
  }
  if (task.taskSpec !== undefined) judgeTaskSpec(spec, report.at("taskSpec"));
  if (task.taskRef !== undefined) judgeReference(task.taskRef, report.at("taskRef"));
}

/** Whether another controller than Tekton's would run it. */
function isCustom({ apiVersion, kind }: JsonObject): boolean {
  return apiVersion !== undefined || (kind !== undefined && kind !== "Task");
}

function judgeCustomTask(task: JsonObject, report: Report): void {
  if (task.kind === undefined) report.add(["kind"], "is missing: a custom task needs it");
  if (task.apiVersion === undefined) report.add(["apiVersion"], "is missing: a custom task needs it");
  else if (!GROUP_AND_VERSION.test(asText(task.apiVersion))) {
    report.add(["apiVersion"], "must be a group and a version as group/v1");
  }
}

function judgeErrorHandling(task: JsonObject, report: Report): void {
  const onError = asText(task.onError);
  if (onError === "" || onError.startsWith("$(params")) return;
  if (onError !== "continue" && onError !== "stopAndFail") {
    report.add(["onError"], 'must be "continue" or "stopAndFail"');
  }
  if (onError === "continue" && typeof task.retries === "number" && task.retries > 0) {
    report.add(["onError"], 'cannot be "continue" for a task with retries');
  }
}
