import { isObject, type JsonObject, type JsonValue } from "../../shared/json.js";
import { formatPropertyPath } from "../../shared/property-path.js";
import { type Objection, reportTo } from "../tekton/admission/report.js";
import { formOf } from "../tekton/admission/scalars.js";
import { isList } from "../tekton/json-parts.js";
import type { ArtifactRequest } from "./artifact-request.js";
import { normaliseRequest } from "./normalise.js";
import { originalPath } from "./original-path.js";
import { plainJson } from "./plain-json.js";
import type { RequestProblem } from "./request-problem.js";
import { judgeForm } from "./rules/form-rules.js";
import { judgeIndices } from "./rules/index-rules.js";
import { judgeParameters } from "./rules/parameter-rules.js";
import { judgeResults } from "./rules/result-rules.js";
import { judgeSecrets } from "./rules/secret-rules.js";
import { judgeTasks } from "./rules/task-rules.js";
import { unitView } from "./rules/unit-view.js";
import { admissionProblems } from "./tekton-problems.js";

export type { RequestProblem } from "./request-problem.js";
export { tektonProblems } from "./tekton-problems.js";

export interface RequestOptions {
  /**
   * Whether a step may have neither script nor command, so that Tekton looks its image's entrypoint up in the
   * registry when it runs. Default: what the request says under the same key, else false.
   */
  readonly allowEntrypointLookup?: boolean;
}

export interface CheckedRequest {
  /** The request when it has no errors. */
  readonly request?: ArtifactRequest;
  /** Errors and warnings, with paths inside the request as written. */
  readonly problems: readonly RequestProblem[];
}

/** Judges a request by Tekton's rules and by those of artifacts; never throws. */
export function validateRequest(raw: unknown, options: RequestOptions = {}): CheckedRequest {
  const written = plainJson(raw);
  const { value, warnings } = normaliseRequest(written);
  if (!isObject(value)) {
    return {
      problems: [{ path: "", reason: `must be an object and is ${formOf(value)}`, source: "groundplan" }],
    };
  }
  const { refused, overlooked } = admissionProblems(written);
  const own = [...ownProblems(written, value, options), ...overlooked];
  const places = new Set(own.map(({ path }) => path));
  const errors = [...own, ...refused.filter(({ path }) => !places.has(path))];
  const problems = [
    ...warnings.map((warning): RequestProblem => ({ ...warning, source: "groundplan" })),
    ...errors,
  ];
  return errors.length === 0 && isRequest(value) ? { request: value, problems } : { problems };
}

/** What the rules of artifacts say beside Tekton's. */
function ownProblems(
  written: JsonValue,
  request: JsonObject,
  options: RequestOptions,
): readonly RequestProblem[] {
  const objections: Objection[] = [];
  const report = reportTo(objections);
  judgeForm(request, report);
  const lookup = options.allowEntrypointLookup ?? request.allowEntrypointLookup === true;
  for (const phase of ["build", "clean"] as const) {
    if (!isObject(request[phase])) continue;
    const view = unitView(request, phase);
    judgeTasks(view, lookup, report);
    judgeParameters(view, report);
    judgeIndices(view, report);
    judgeResults(view, report);
    judgeSecrets(view, report);
  }
  return objections.map(({ path, reason, fix }) => ({
    path: formatPropertyPath(originalPath(written, path)),
    reason,
    ...(fix === undefined ? {} : { fix }),
    source: "groundplan",
  }));
}

function isRequest(value: JsonObject): value is ArtifactRequest {
  const units = [value.build, value.clean];
  return typeof value.name === "string" && units.every((unit) => isObject(unit) && isList(unit.tasks));
}
