import type { JsonObject } from "../../../shared/json.js";
import { isDnsLabel } from "../../../shared/names.js";
import { asObject, asText } from "../json-parts.js";
import type { Report } from "./report.js";
import { parameterValue } from "./values.js";

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const NAME_RULE =
  "it has letters, digits, dashes, underscores and dots, and begins and ends with a letter or digit";
const STEP_RESULT = /\$\(steps\.([^\n]*?)\.results\.([^\n]*?)\)/;

/** Rules for a declared result of a task. */
export function judgeTaskResult(result: JsonObject, report: Report): void {
  if (!judgeName(result, report)) return;
  judgeType(result, report);
  const value = parameterValue(result.value);
  if (value === undefined) return;
  if (value.type !== "string") {
    report.add(["value"], "must be a text that refers to the result of a step");
    return;
  }
  if (value.text === "") return;
  const [, step, name] = STEP_RESULT.exec(value.text) ?? [];
  if (step === undefined || name === undefined) {
    report.add(["value"], "must refer to the result of a step as $(steps.<step>.results.<result>)");
    return;
  }
  if (!isDnsLabel(step)) report.add(["value"], `refers to "${step}", which is no name of a step`);
  if (!NAME.test(name)) report.add(["value"], `refers to "${name}", which is no name of a result`);
}

/** Rules for a declared result of a step. */
export function judgeStepResult(result: JsonObject, report: Report): void {
  if (judgeName(result, report)) judgeType(result, report);
}

function judgeName(result: JsonObject, report: Report): boolean {
  const good = NAME.test(asText(result.name));
  if (!good) report.add(["name"], `is no name for a result: ${NAME_RULE}`);
  return good;
}

function judgeType(result: JsonObject, report: Report): void {
  const type = asText(result.type);
  if (type === "object") judgeProperties(result, report);
  else if (!["", "string", "array"].includes(type)) {
    report.add(["type"], 'must be "string", "array" or "object"');
  }
}

function judgeProperties(result: JsonObject, report: Report): void {
  if (result.properties === undefined) {
    report.add(["properties"], "is missing: an object needs its keys declared");
    return;
  }
  for (const [key, property] of Object.entries(asObject(result.properties))) {
    if (asText(asObject(property).type) !== "string") {
      report.add(["properties", key, "type"], 'must be "string"');
    }
  }
}
