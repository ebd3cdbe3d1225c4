import type { JsonObject } from "../../../shared/json.js";
import { asText, namesOf, objectsOf } from "../json-parts.js";
import {
  declaredParameters,
  judgeContextUse,
  judgeDeclarations,
  judgeListUse,
  judgeNames,
  variableTexts,
} from "./parameter-rules.js";
import { repeated } from "./repeated.js";
import type { Report } from "./report.js";
import { judgeTaskResult } from "./result-rules.js";
import { judgeSteps } from "./step-rules.js";
import { judgeTemplate } from "./template-rules.js";
import { onlyKnown } from "./variables.js";
import { judgeTaskWorkspaces } from "./workspace-rules.js";

/** Name of the sidecar with which Tekton itself reads results. */
const RESERVED_SIDECAR = "tekton-log-results";

/** Rules for a task spec by itself. */
export function judgeTaskSpec(spec: JsonObject, report: Report): void {
  if (objectsOf(spec.steps).length === 0) report.add(["steps"], "is missing: a task needs at least one step");
  const volumes = namesOf(spec.volumes);
  for (const index of repeated(volumes)) {
    report.add(
      ["volumes", index, "name"],
      `is the name of an earlier volume, too: "${volumes[index] ?? ""}"`,
    );
  }
  judgeTaskWorkspaces(spec, report);
  judgeTemplate(spec, report);
  judgeSteps(spec, report);
  objectsOf(spec.sidecars).forEach((sidecar, index) => {
    judgeSidecar(sidecar, report.at("sidecars", index));
  });
  const parameters = declaredParameters(spec.params);
  judgeDeclarations(parameters, report);
  judgeNames(parameters, report);
  judgeListUse(variableTexts(spec), parameters, report);
  judgeContextUse(spec, report);
  judgeWrittenResults(spec, report);
  objectsOf(spec.results).forEach((result, index) => {
    judgeTaskResult(result, report.at("results", index));
  });
}

function judgeSidecar(sidecar: JsonObject, report: Report): void {
  if (sidecar.name === RESERVED_SIDECAR) report.add(["name"], "is a name that Tekton keeps for itself");
  if (sidecar.image === undefined) report.add(["image"], "is missing");
  if (sidecar.script !== undefined && sidecar.command !== undefined) {
    report.add(["script"], "cannot be used together with command", "Keep one of the two");
  }
}

function judgeWrittenResults(spec: JsonObject, report: Report): void {
  const results = new Set(namesOf(spec.results));
  objectsOf(spec.steps).forEach((step, index) => {
    const fault = onlyKnown(asText(step.script), "results", results);
    if (fault !== undefined) report.add(["steps", index, "script"], fault);
  });
}
