import type { JsonValue } from "../../../shared/json.js";
import { labelKeyFault } from "../../../shared/names.js";
import { asObject, asText, namesOf } from "../json-parts.js";
import { repeated } from "./repeated.js";
import type { Report } from "./report.js";

/** Rules for what refers to a task, a step action or a pipeline by name or through a resolver. */
export function judgeReference(value: JsonValue, report: Report): void {
  const reference = asObject(value);
  const name = asText(reference.name);
  const resolver = asText(reference.resolver);
  const isUrl = /[\w-]+:\/\/*/.test(name);
  if (resolver === "" && reference.params === undefined) {
    judgeName(name, isUrl, report);
    return;
  }
  if (reference.params !== undefined) {
    if (name !== "") report.add(["name"], "cannot be used together with params");
    if (resolver === "") report.add(["resolver"], "is missing");
    for (const index of repeated(namesOf(reference.params))) {
      report.add(["params", index, "name"], "is given twice");
    }
  }
  if (resolver !== "" && name !== "") {
    report.add(["name"], isUrl ? CONCISE_SYNTAX : "cannot be used together with resolver");
  }
}

const CONCISE_SYNTAX =
  "is an address, for which Tekton's feature flag enable-concise-resolver-syntax is needed";

function judgeName(name: string, isUrl: boolean, report: Report): void {
  if (name === "") report.add(["name"], "is missing");
  else if (isUrl) report.add(["name"], CONCISE_SYNTAX);
  else {
    const fault = labelKeyFault(name);
    if (fault !== undefined) report.add(["name"], fault);
  }
}
