import { isObject, type JsonObject, type JsonValue } from "../../shared/json.js";
import { formatPropertyPath, type PropertyPath } from "../../shared/property-path.js";
import type { ArtifactPhase } from "../names.js";
import { judgeObject, type Verdict } from "../tekton/admission/admission.js";
import { asList, asObject } from "../tekton/json-parts.js";
import { isBound } from "../tekton/pipeline-spec.js";
import { exampleObjects, type ExampleObject } from "../tekton/tekton-objects.js";
import { normaliseRequest } from "./normalise.js";
import { originalPath } from "./original-path.js";
import { plainJson } from "./plain-json.js";
import type { RequestProblem } from "./request-problem.js";

/** What Tekton's admission has against the objects that a request becomes. Paths are those of the request as written. */
export function tektonProblems(raw: unknown): readonly RequestProblem[] {
  return admissionProblems(raw).refused;
}

/** What happens to the objects of a request on their way into a cluster. */
export interface AdmissionProblems {
  /** What Tekton's admission refuses. */
  readonly refused: readonly RequestProblem[];
  /** What it lets through although it cannot work: names in another case, fields that Kubernetes requires. */
  readonly overlooked: readonly RequestProblem[];
}

/** Both kinds of problems, with paths of the request as written. */
export function admissionProblems(raw: unknown): AdmissionProblems {
  const request = plainJson(raw);
  const normal = asObject(normaliseRequest(request).value);
  const verdicts = exampleObjects(request).map((example) => ({
    phase: example.phase,
    verdict: judgeObject(asJsonObject(example)),
  }));
  const problems = (part: keyof Verdict, source: RequestProblem["source"]): readonly RequestProblem[] =>
    distinct(
      verdicts.flatMap(({ phase, verdict }) =>
        verdict[part].map(({ path, reason, fix }) => ({
          path: formatPropertyPath(originalPath(request, pathInRequest(phase, normal, path))),
          reason,
          ...(fix === undefined ? {} : { fix }),
          source,
        })),
      ),
    );
  return { refused: problems("objections", "tekton"), overlooked: problems("remarks", "groundplan") };
}

/** The Pipeline and the PipelineRun of a unit have most faults in common. */
function distinct(problems: readonly RequestProblem[]): readonly RequestProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.path}\n${problem.reason}`, problem])).values()];
}

function asJsonObject({ object }: ExampleObject): JsonObject {
  const json = plainJson(object);
  return isObject(json) ? json : {};
}

/** Where what stands at a path of a generated object comes from in the normalised request. */
function pathInRequest(phase: ArtifactPhase, request: JsonObject, path: PropertyPath): PropertyPath {
  const [section, field, ...rest] = path;
  if (section === "metadata") return ["name"];
  switch (field) {
    case undefined:
      return [phase];
    case "pipelineSpec":
      return [phase, ...rest];
    case "taskRunTemplate":
      return [phase, ...rest];
    case "params":
      return typeof rest[0] === "number" ? [phase, field, ...rest] : [phase];
    case "workspaces":
      return [phase, field, ...boundWorkspace(asObject(request[phase]).workspaces, rest)];
    default:
      return [phase, field, ...rest];
  }
}

/** Workspaces that are bound to nothing are not in the run's list. */
function boundWorkspace(workspaces: JsonValue | undefined, path: PropertyPath): PropertyPath {
  const [index, ...rest] = path;
  if (typeof index !== "number") return path;
  const bound = asList(workspaces).flatMap((workspace, at) => (isBound(workspace) ? [at] : []));
  return [bound[index] ?? index, ...rest];
}
