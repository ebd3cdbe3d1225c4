import { isDnsLabel } from "../../../shared/names.js";
import type { JsonObject } from "../../../shared/json.js";
import { parseGoDuration } from "../../../shared/duration.js";
import { asText, isList, objectsOf } from "../json-parts.js";
import { cleanPath } from "./clean-path.js";
import { judgeReference } from "./reference-rules.js";
import type { Report } from "./report.js";
import { judgeStepResult } from "./result-rules.js";
import { effectiveCommand, type StepField, type StepText, stepTexts } from "./step-texts.js";
import { onlyKnown } from "./variables.js";
import { judgeWhen } from "./when-rules.js";

const REFUSED_WITH_REF = [
  "image",
  "command",
  "args",
  "script",
  "workingDir",
  "env",
  "volumeMounts",
  "results",
] as const;
/** Fields in which results of earlier steps cannot be used. */
const WITHOUT_STEP_RESULTS: ReadonlySet<StepField> = new Set([
  "name",
  "image",
  "script",
  "imagePullPolicy",
  "workingDir",
  "envFrom",
  "mount",
  "device",
]);
/** Fields in which artifacts of steps and tasks would be used, were they switched on. */
const WITH_ARTIFACTS: ReadonlySet<StepField> = new Set(["script", "command", "args", "env"]);
const STEP_RESULT = /\$\(steps\.[^\n]*?\.results\.[^\n]*?\)/;
const STEP_ARTIFACT = /\$\(steps\.[^.]+\.(?:inputs|outputs)\.[^.)]+\)|\$\(step\.artifacts\.path\)/;
const TASK_ARTIFACT = /\$\(tasks\.[^.]+\.(?:inputs|outputs)\.[^.)]+\)|\$\(artifacts\.path\)/;
const ALPHA = "Tekton allows it only where its feature flag enable-api-fields is alpha";

/** Rules for the steps of a task spec. */
export function judgeSteps(taskSpec: JsonObject, report: Report): void {
  const names = new Set<string>();
  objectsOf(taskSpec.steps).forEach((step, index) => {
    const here = report.at("steps", index);
    const name = asText(step.name);
    if (name !== "" && names.has(name)) here.add(["name"], `is the name of an earlier step, too: "${name}"`);
    names.add(name);
    judgeStep(taskSpec, step, here);
    judgeTexts(stepTexts(taskSpec, index), report);
  });
}

function judgeStep(taskSpec: JsonObject, step: JsonObject, report: Report): void {
  judgeContent(taskSpec, step, report);
  const name = asText(step.name);
  if (name !== "" && !isDnsLabel(name)) {
    report.add(["name"], "must consist of lower-case letters, digits and dashes, at most 63");
  }
  const timeout = parseGoDuration(asText(step.timeout));
  if (timeout.ok && timeout.seconds < 0) report.add(["timeout"], "must not be negative");
  objectsOf(step.volumeMounts).forEach((mount, index) => {
    judgeMount(mount, report.at("volumeMounts", index));
  });
  const onError = asText(step.onError);
  if (
    onError !== "" &&
    !onError.startsWith("$(params") &&
    onError !== "continue" &&
    onError !== "stopAndFail"
  ) {
    report.add(["onError"], 'must be "continue" or "stopAndFail"');
  }
  if (asText(step.script).trim().startsWith("#!win")) report.add(["script"], `is a Windows script: ${ALPHA}`);
  for (const stream of ["stdoutConfig", "stderrConfig"]) {
    if (step[stream] !== undefined) report.add([stream], `is not available: ${ALPHA}`);
  }
  judgeResults(step, report);
  objectsOf(step.when).forEach((when, index) => {
    judgeWhen(when, report.at("when", index));
  });
}

function judgeContent(taskSpec: JsonObject, step: JsonObject, report: Report): void {
  if (step.ref !== undefined) {
    judgeReference(step.ref, report.at("ref"));
    for (const field of REFUSED_WITH_REF) {
      if (step[field] !== undefined) report.add([field], "cannot be used together with ref");
    }
    return;
  }
  if (step.params !== undefined) report.add(["params"], "can only be used together with ref");
  const image = stepTexts({ ...taskSpec, steps: [step] }, 0).find(({ field }) => field === "image");
  if (image === undefined) report.add(["image"], "is missing");
  if (asText(step.script) !== "" && effectiveCommand(taskSpec, step).length > 0) {
    report.add(["script"], "cannot be used together with command", "Keep one of the two");
  }
}

function judgeMount(mount: JsonObject, report: Report): void {
  const path = cleanPath(asText(mount.mountPath));
  if (path.startsWith("/tekton/") && !path.startsWith("/tekton/home")) {
    report.add(["mountPath"], "is below /tekton/, which Tekton keeps for itself");
  }
  if (asText(mount.name).startsWith("tekton-internal-")) {
    report.add(["name"], 'begins with "tekton-internal-", which Tekton keeps for itself');
  }
}

function judgeResults(step: JsonObject, report: Report): void {
  if (!isList(step.results)) return;
  const results = objectsOf(step.results);
  const names = new Set(results.map(({ name }) => asText(name)));
  const fault = onlyKnown(asText(step.script), "step.results", names);
  if (fault !== undefined) report.add(["script"], fault);
  results.forEach((result, index) => {
    judgeStepResult(result, report.at("results", index));
  });
}

function judgeTexts(texts: readonly StepText[], report: Report): void {
  for (const { field, path, text } of texts) {
    if (WITHOUT_STEP_RESULTS.has(field) && STEP_RESULT.test(text)) {
      report.add(path, "uses the result of a step, which only env, command and args can");
    }
    const usesArtifact = STEP_ARTIFACT.test(text) || (WITH_ARTIFACTS.has(field) && TASK_ARTIFACT.test(text));
    if (usesArtifact && (WITHOUT_STEP_RESULTS.has(field) || WITH_ARTIFACTS.has(field))) {
      report.add(path, "uses Tekton's own artifacts, for which its feature flag enable-artifacts is needed");
    }
  }
}
