import type { JsonObject } from "../../../shared/json.js";
import { asList } from "../json-parts.js";
import type { Report } from "./report.js";

const OPERATORS = ["in", "notin"];

/** Rules for one `when` entry of a step or task. */
export function judgeWhen(when: JsonObject, report: Report): void {
  if (when.cel !== undefined) {
    report.add(["cel"], "needs Tekton's feature flag enable-cel-in-whenexpression, which is off by default");
    return;
  }
  if (Object.keys(when).length === 0) {
    report.add([], "is empty: write input, operator and values");
    return;
  }
  if (!OPERATORS.some((operator) => operator === when.operator)) {
    report.add(["operator"], 'must be "in" or "notin"');
    return;
  }
  if (asList(when.values).length === 0) report.add(["values"], "must not be empty");
}
