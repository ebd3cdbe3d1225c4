import { parseGoDuration } from "../../../shared/duration.js";
import type { JsonObject, JsonValue } from "../../../shared/json.js";
import { asObject, asText, namesOf } from "../json-parts.js";
import { judgeInlineParameters } from "./inline-parameters.js";
import { judgePipelineSpec } from "./pipeline-rules.js";
import { repeated } from "./repeated.js";
import type { Report } from "./report.js";
import { judgeBindings } from "./workspace-rules.js";

/** Rules for the spec of a PipelineRun with an inline pipeline. */
export function judgeRunSpec(spec: JsonObject, report: Report): void {
  judgePipelineSpec(asObject(spec.pipelineSpec), report.at("pipelineSpec"));
  for (const index of repeated(namesOf(spec.params))) report.add(["params", index, "name"], "is given twice");
  judgeInlineParameters(spec, report);
  judgeTimeouts(asObject(spec.timeouts), report.at("timeouts"));
  judgeBindings(spec.workspaces, report.at("workspaces"));
}

/** Zero means no end. */
function judgeTimeouts(timeouts: JsonObject, report: Report): void {
  const tasks = nanoseconds(timeouts.tasks);
  const finals = nanoseconds(timeouts.finally);
  const pipeline = nanoseconds(timeouts.pipeline);
  const named = { tasks, finally: finals, pipeline };
  for (const [name, value] of Object.entries(named)) {
    if (value !== undefined && value < 0n) report.add([name], "must not be negative");
  }
  if (pipeline === undefined) return;
  for (const [name, value] of Object.entries({ tasks, finally: finals })) {
    if (value === undefined || pipeline === 0n) continue;
    if (value === 0n)
      report.add([name], `has no end, but the pipeline ends after ${asText(timeouts.pipeline)}`);
    else if (value > pipeline) {
      report.add([name], `is longer than the pipeline's timeout, ${asText(timeouts.pipeline)}`);
    }
  }
  if (tasks !== undefined && finals !== undefined && tasks + finals > pipeline) {
    report.add(
      ["tasks"],
      `and finally together are longer than the pipeline's timeout, ${asText(timeouts.pipeline)}`,
    );
  }
}

function nanoseconds(value: JsonValue | undefined): bigint | undefined {
  if (value === undefined) return undefined;
  const parsed = parseGoDuration(asText(value));
  return parsed.ok ? parsed.nanoseconds : undefined;
}
