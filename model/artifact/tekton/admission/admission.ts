import { isObject, type JsonObject } from "../../../shared/json.js";
import { dnsSubdomainFault, MAX_LABEL } from "../../../shared/names.js";
import { withPipelineDefaults } from "../defaults.js";
import { asObject, asText } from "../json-parts.js";
import { decode } from "./decode.js";
import { judgeDeclaredEverything, judgePipelineSpec } from "./pipeline-rules.js";
import { type Objection, type Report, reportTo } from "./report.js";
import { judgeRunSpec } from "./run-rules.js";

/** What is against creating an object. */
export interface Verdict {
  /** What Tekton 1.15's admission webhook refuses, with its default feature flags. */
  readonly objections: readonly Objection[];
  /** What the webhook lets through although it cannot work: names in another case, fields that Kubernetes requires. */
  readonly remarks: readonly Objection[];
}

/** Judges a Pipeline, or a PipelineRun with an inline pipeline, as Tekton's webhook would judge its creation. */
export function judgeObject(object: JsonObject): Verdict {
  const objections: Objection[] = [];
  const remarks: Objection[] = [];
  const report = reportTo(objections);
  const kind = object.kind === "PipelineRun" ? "PipelineRun" : "Pipeline";
  const { metadata, ...rest } = object;
  const decoded = decode(kind, rest, report, reportTo(remarks));
  // A webhook that cannot read an object says nothing about what else is wrong with it, but the user is told all.
  judgeName(asText(asObject(metadata).name), report);
  const spec = asObject(decoded.spec);
  if (kind === "PipelineRun") {
    judgeRunSpec({ ...spec, pipelineSpec: pipelineOf(spec.pipelineSpec) }, report.at("spec"));
  } else {
    judgePipelineSpec(pipelineOf(spec), report.at("spec"));
    judgeDeclaredEverything(pipelineOf(spec), report.at("spec"));
  }
  return { objections: distinct(objections), remarks: distinct(remarks) };
}

function pipelineOf(spec: JsonObject[string]): JsonObject {
  return isObject(spec) ? withPipelineDefaults(spec) : {};
}

function judgeName(name: string, report: Report): void {
  const fault =
    name.length > MAX_LABEL ? `must have at most ${MAX_LABEL} characters` : dnsSubdomainFault(name);
  if (fault !== undefined) report.add(["metadata", "name"], fault);
}

/** Each place with each reason once: several rules may find the same fault. */
function distinct(objections: readonly Objection[]): readonly Objection[] {
  const byText = new Map(
    objections.map((objection) => [JSON.stringify([objection.path, objection.reason]), objection]),
  );
  return [...byText.values()];
}
