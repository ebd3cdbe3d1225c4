import { type JsonObject, type JsonValue } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import { type ArtifactPhase, DEFAULT_NAMESPACE } from "../names.js";
import { normaliseRequest } from "../request/normalise.js";
import { asObject, asText } from "./json-parts.js";
import { pipelineRun, TEKTON_API_VERSION } from "./pipeline-run.js";
import { pipelineSpec } from "./pipeline-spec.js";
import { unitHash } from "./unit-hash.js";

/** The instance that stands for all in what is shown of a request. */
const EXAMPLE_INSTANCE = "0-abcde";
const PHASES: readonly ArtifactPhase[] = ["build", "clean"];

/** One of the objects that a request becomes. */
export interface ExampleObject {
  readonly phase: ArtifactPhase;
  readonly object: KubeObject;
}

/**
 * What a request becomes in Tekton: for each of build and clean the Pipeline, and the PipelineRun of an example
 * instance. Faulty requests give faulty objects: nothing is judged here.
 *
 * @param raw The request as written.
 * @param namespace Default {@link DEFAULT_NAMESPACE}.
 */
export function tektonObjects(raw: unknown, namespace: string = DEFAULT_NAMESPACE): readonly KubeObject[] {
  return exampleObjects(raw, namespace).map(({ object }) => object);
}

/** {@link tektonObjects}, each with its phase: the Pipelines first, then the runs. */
export function exampleObjects(
  raw: unknown,
  namespace: string = DEFAULT_NAMESPACE,
): readonly ExampleObject[] {
  const request = asObject(normaliseRequest(raw).value);
  const artifact = asText(request.name);
  const specHash = unitHash(asObject(request.build), asObject(request.clean));
  const pipelines = PHASES.map((phase) => ({
    phase,
    object: pipeline(artifact, namespace, phase, request[phase]),
  }));
  const runs = PHASES.map((phase) => ({
    phase,
    object: pipelineRun({
      artifact,
      namespace,
      phase,
      instance: EXAMPLE_INSTANCE,
      attempt: 1,
      unit: asObject(request[phase]),
      specHash,
    }),
  }));
  return [...pipelines, ...runs];
}

function pipeline(
  artifact: string,
  namespace: string,
  phase: ArtifactPhase,
  unit: JsonValue | undefined,
): KubeObject {
  const spec: JsonObject = pipelineSpec(artifact, phase, asObject(unit));
  return {
    apiVersion: TEKTON_API_VERSION,
    kind: "Pipeline",
    metadata: { name: `${phase}-${artifact}`, namespace },
    spec,
  };
}
